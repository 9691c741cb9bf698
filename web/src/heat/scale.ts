// From the server's quantile breaks to classes, and from classes to the colours MapLibre draws.

import type { ExpressionSpecification } from 'maplibre-gl';

export interface Breaks {
  field: string;
  /** n + 1 ascending numbers, some of which may be equal. */
  breaks: number[];
  /** Places in each of the n classes [b0, b1), …, [bn−1, bn]. */
  counts: number[];
  /** Places without a value. */
  none: number;
}

export interface Class {
  low: number;
  high: number;
  places: number;
  /** 0 for the lowest colour of the ramp; classes that hold nothing leave their rank out. */
  rank: number;
}

export interface Scale {
  field: string;
  /** How many classes were asked for: the length of the ramp. */
  steps: number;
  classes: Class[];
  none: number;
}

/** Quantiles of a field with many equal values repeat a break: such a class is empty, and is left out. */
export function scaleOf({ field, breaks, counts, none }: Breaks): Scale {
  const steps = counts.length;
  const all = counts.map((places, rank) => ({ low: breaks[rank] ?? 0, high: breaks[rank + 1] ?? 0, places, rank }));
  const classes = all.filter((each, rank) => each.low < each.high || (rank === steps - 1 && each.places > 0));
  return { field, steps, classes, none };
}

/** The class a value falls in, as the map colours it; −1 without a value. */
export function classAt(scale: Scale, value: number | null | undefined): number {
  if (value === null || value === undefined || scale.classes.length === 0) return -1;
  return Math.max(0, scale.classes.findLastIndex((each) => value >= stop(each.low)));
}

/** Fill colour of one field. `ramp` has `scale.steps` colours, low to high. */
export function fillColour(scale: Scale, ramp: readonly string[], none: string): ExpressionSpecification | string {
  if (scale.classes.length === 0) return none;
  return ['case', ['has', scale.field], steps(scale, (rank) => ramp[rank] ?? none), none] as ExpressionSpecification;
}

/** Fill colour of two fields at once: `square[rank of a][rank of b]`. */
export function pairColour(a: Scale, b: Scale, square: readonly (readonly string[])[], none: string): ExpressionSpecification | string {
  if (a.classes.length === 0 || b.classes.length === 0) return none;
  const crossed = steps(a, (rank) => steps(b, (other) => square[rank]?.[other] ?? none));
  return ['case', ['all', ['has', a.field], ['has', b.field]], crossed, none] as ExpressionSpecification;
}

function steps(scale: Scale, output: (rank: number) => unknown): unknown {
  const [first, ...rest] = scale.classes;
  if (rest.length === 0) return output(first?.rank ?? 0);
  return ['step', ['get', scale.field], output(first?.rank ?? 0), ...rest.flatMap((each) => [stop(each.low), output(each.rank)])];
}

/** Tiles carry shares rounded to four decimals, as 32-bit floats: a break must not fall above the value it was taken from. */
function stop(low: number): number {
  const rounded = Math.round(low * 1e4) / 1e4;
  return rounded - Math.max(1e-6, Math.abs(rounded) * 1e-6);
}

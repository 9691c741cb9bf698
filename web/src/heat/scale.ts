// From the server's quantile breaks to classes, and from classes to the colours MapLibre draws.

import type { ExpressionSpecification } from 'maplibre-gl';

export interface Breaks {
  field: string;
  /** n + 1 ascending numbers; the same one twice where all values are equal; none without any value. */
  breaks: number[];
  /** Places in each of the n classes [b0, b1), …, [bn−1, bn]; fewer than were asked for where quantiles coincide. */
  counts: number[];
  /** Places without a value. */
  none: number;
}

export interface Class {
  low: number;
  high: number;
  places: number;
  /** Which colour of the ramp, 0 the lowest. */
  rank: number;
}

export interface Scale {
  field: string;
  classes: Class[];
  none: number;
}

/** `steps` is the length of the ramp; fewer classes spread over it, and a single one takes its middle. */
export function scaleOf({ field, breaks, counts, none }: Breaks, steps: number): Scale {
  const last = counts.length - 1;
  const rank = (i: number): number => Math.round(last === 0 ? (steps - 1) / 2 : (i * (steps - 1)) / last);
  const classes = counts.map((places, i) => ({ low: breaks[i] ?? 0, high: breaks[i + 1] ?? 0, places, rank: rank(i) }));
  return { field, classes, none };
}

/** The class a value falls in, as the map colours it; −1 without a value. */
export function classAt(scale: Scale, value: number | null | undefined): number {
  if (value === null || value === undefined || scale.classes.length === 0) return -1;
  return Math.max(0, scale.classes.findLastIndex((each) => value >= stop(each.low)));
}

/** Places where nobody of the universe lives: the ground shows. */
const CLEAR = 'rgba(0, 0, 0, 0)';
const NOBODY: ExpressionSpecification = ['==', ['get', 'voters'], 0];

/** Fill colour of one field; `ramp` runs from low to high. */
export function fillColour(scale: Scale, ramp: readonly string[], none: string): ExpressionSpecification | string {
  if (scale.classes.length === 0) return none;
  return ['case', NOBODY, CLEAR, ['has', scale.field], steps(scale, (rank) => ramp[rank] ?? none), none] as ExpressionSpecification;
}

/** Fill colour of two fields at once: `square[rank of a][rank of b]`. */
export function pairColour(a: Scale, b: Scale, square: readonly (readonly string[])[], none: string): ExpressionSpecification | string {
  if (a.classes.length === 0 || b.classes.length === 0) return none;
  const crossed = steps(a, (rank) => steps(b, (other) => square[rank]?.[other] ?? none));
  return ['case', NOBODY, CLEAR, ['all', ['has', a.field], ['has', b.field]], crossed, none] as ExpressionSpecification;
}

function steps(scale: Scale, output: (rank: number) => unknown): unknown {
  const [first, ...rest] = scale.classes;
  if (rest.length === 0) return output(first?.rank ?? 0);
  return ['step', ['get', scale.field], output(first?.rank ?? 0), ...rest.flatMap((each) => [stop(each.low), output(each.rank)])];
}

/** Tiles carry numbers rounded to four decimals, as 32-bit floats: a break must not fall above the value it was taken from. */
function stop(low: number): number {
  return low - Math.max(6e-5, Math.abs(low) * 1e-6);
}

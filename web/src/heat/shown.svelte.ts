// The classes on the map now: asked of the server for this field, these areas, this zoom and this filter.

import { api, type Legend } from '../api.ts';
import { Latest } from '../app/latest.svelte.ts';
import type { By } from '../app/view.ts';
import { connectionLost, field, mode, session, view } from '../app/session.svelte.ts';
import type { Colour } from '../map/style.ts';
import { palettes } from '../map/palette.ts';
import { BOTH, fieldsOf, type Field, type Known } from './fields.ts';
import { CLASSES, ramp, SIDE, square } from './ramps.ts';
import { fillColour, pairColour, scaleOf, type Scale } from './scale.ts';

const asked = new Latest<{ field: string; by: By; legends: Legend[] }>();
const HEX_ZOOMS = { min: 4, max: 14 };

/** Colours to a field: a ramp's, or a side of the square's. */
function stepsOf(shown: string): number {
  return shown === BOTH ? SIDE : CLASSES;
}

/** The zoom whose tiles are drawn: it decides how large the hexagons are. */
export function tileZoom(): number {
  return Math.min(HEX_ZOOMS.max, Math.max(HEX_ZOOMS.min, Math.floor(view.camera?.zoom ?? 12)));
}

export async function loadLegend(): Promise<void> {
  if (session.where === null) return;
  const [shown, where, by] = [field(), session.where, view.by];
  const zoom = by === 'hexes' ? tileZoom() : 0;
  const fields = shown === BOTH ? ['abstention', 'support'] : [shown];
  const classes = stepsOf(shown);
  const legends = (signal: AbortSignal) => Promise.all(fields.map((each) => api.legend({ by, zoom, field: each, where, classes }, signal)));
  await asked.ask(async (signal) => ({ field: shown, by, legends: await legends(signal) }));
  if (asked.failure?.status === 0) connectionLost();
}

/** `hex:9` or `precinct`: what the places on the map are called in the heat table. */
export function ranked(): string | null {
  return asked.value?.legends[0]?.by ?? null;
}

/** One scale, or two for abstention × support; none while they are asked for the first time. */
export function scales(): Scale[] {
  const [answer, wanted] = [asked.value, field()];
  return answer?.field === wanted && answer.by === view.by ? answer.legends.map((legend) => scaleOf(legend, stepsOf(wanted))) : [];
}

export function legendFailure(): string | null {
  return asked.failure && asked.failure.status !== 0 ? asked.failure.message : null;
}

export function colour(known: Known): Colour | null {
  const [first, second] = scales();
  const none = palettes[mode()].none;
  if (!first) return null;
  if (second) return pairColour(first, second, square(mode()), none);
  const shown = fieldOf(first.field, known);
  return fillColour(first, shown ? ramp(shown.family, mode()) : [], none);
}

export function fieldOf(key: string, known: Known): Field | undefined {
  return fieldsOf(known).find((each) => each.key === key);
}

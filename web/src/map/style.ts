// The style sheet of the map for one view: the drawing in tiles/style.json, with this theme's colours, this filter's tiles,
// this field's colours, and the chosen place outlined. MapLibre compares two style sheets and changes only what differs.

import italic from '@fontsource/noto-sans/files/noto-sans-latin-400-italic.woff2?url';
import regular from '@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2?url';
import semibold from '@fontsource/noto-sans/files/noto-sans-latin-600-normal.woff2?url';
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import drawing from '../../../tiles/style.json';
import { tileAddress } from '../api.ts';
import type { By } from '../app/view.ts';
import type { Mode } from '../heat/ramps.ts';
import { palettes, type Palette } from './palette.ts';

export type Colour = ExpressionSpecification | string;

export interface Drawn {
  mode: Mode;
  by: By;
  generation: number;
  where: string;
  /** Fill colour of the places; null while it is not known. */
  colour: Colour | null;
  /** `hex/<id>` or `precinct/<id>`, or empty. */
  place: string;
  /** Where a search ended. */
  pin: [lon: number, lat: number] | null;
}

/** Layers whose tiles depend on the filter. */
export const FILTERED = ['hexes', 'precincts', 'doors'] as const;
const GROUND = ['places', 'streets'] as const;

// Other letters are drawn with the reader's own fonts.
const LATIN = ['U+0000-00FF', 'U+0131', 'U+0152-0153', 'U+0178', 'U+2000-206F', 'U+20AC'];

export function styleOf(drawn: Drawn): StyleSpecification {
  const style = resolve(drawing, palettes[drawn.mode]) as StyleSpecification;
  style['font-faces'] = fontFaces();
  for (const layer of GROUND) setTiles(style, layer, tileAddress(layer, drawn.generation));
  for (const layer of FILTERED) setTiles(style, layer, tileAddress(layer, drawn.generation, drawn.where));
  const pin = style.sources.pin;
  if (pin?.type === 'geojson' && drawn.pin) pin.data = { type: 'Point', coordinates: drawn.pin };
  style.layers = style.layers.map((layer) => dress(layer, drawn));
  return style;
}

function dress(layer: LayerSpecification, { by, colour, place }: Drawn): LayerSpecification {
  const other = by === 'hexes' ? 'precincts' : 'hexes';
  const shared = layer.id === 'precincts-line';
  if (layer.id.startsWith(`${other}-`) && !shared) return { ...layer, layout: { ...layer.layout, visibility: 'none' } } as LayerSpecification;
  if (layer.id === `${by}-fill` && layer.type === 'fill') {
    return { ...layer, paint: { ...layer.paint, ...(colour ? { 'fill-color': colour } : { 'fill-opacity': 0 }) } };
  }
  if (layer.id === `${by}-chosen` && layer.type === 'line') return { ...layer, filter: ['==', ['get', 'id'], idOf(place, by)] };
  return layer;
}

function idOf(place: string, by: By): string {
  const kind = by === 'hexes' ? 'hex/' : 'precinct/';
  return place.startsWith(kind) ? place.slice(kind.length) : '';
}

/** Replaces every `"@token"` by its value in the palette. */
export function resolve(part: unknown, palette: Palette): unknown {
  if (Array.isArray(part)) return part.map((each) => resolve(each, palette));
  if (typeof part === 'object' && part !== null) {
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, resolve(value, palette)]));
  }
  if (typeof part !== 'string' || !part.startsWith('@')) return part;
  const token = part.slice(1);
  if (!(token in palette)) throw new Error(`tiles/style.json asks for ${part}, which is in no palette`);
  return palette[token as keyof Palette];
}

function setTiles(style: StyleSpecification, layer: string, address: string): void {
  const source = style.sources[layer];
  if (source?.type === 'vector') source.tiles = [address];
}

function fontFaces(): StyleSpecification['font-faces'] {
  const face = (url: string) => [{ url: new URL(url, location.origin).href, 'unicode-range': LATIN }];
  return {
    'Noto Sans Regular': face(regular),
    'Noto Sans SemiBold': face(semibold),
    'Noto Sans Italic': face(italic),
  };
}

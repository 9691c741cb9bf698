// What the user is looking at, and how it is written in the address bar: a link is a view.

import { languages, type Language } from '../i18n/index.ts';

export interface Camera {
  lng: number;
  lat: number;
  zoom: number;
}

export type By = 'hexes' | 'precincts';
export type Theme = 'auto' | 'light' | 'dark';

export interface View {
  /** Null until the campaign's bounds are known. */
  camera: Camera | null;
  by: By;
  /** A column of the heat table, or `both` for abstention × support. */
  field: string;
  /** The universe, as a SQL expression over the voter columns; empty means everybody. */
  where: string;
  /** `hex/<id>` or `precinct/<id>`. */
  place: string;
  show: 'map' | 'table';
  lang: Language;
  theme: Theme;
}

const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

export function readView(query: string, preferred: readonly string[]): View {
  const asked = new URLSearchParams(query);
  const text = (name: string): string => asked.get(name) ?? '';
  return {
    camera: readCamera(text('lng'), text('lat'), text('zoom')),
    by: text('by') === 'precincts' ? 'precincts' : 'hexes',
    field: /^[a-z0-9_]+$/.test(text('field')) ? text('field') : 'abstention',
    where: text('where'),
    place: /^(hex|precinct)\/.+$/.test(text('place')) ? text('place') : '',
    show: text('show') === 'table' ? 'table' : 'map',
    lang: languages.find((known) => known === text('lang')) ?? preferredLanguage(preferred),
    theme: THEMES.find((known) => known === text('theme')) ?? 'auto',
  };
}

export function writeView(view: View): string {
  const query = new URLSearchParams();
  if (view.camera) {
    query.set('lng', view.camera.lng.toFixed(5));
    query.set('lat', view.camera.lat.toFixed(5));
    query.set('zoom', view.camera.zoom.toFixed(2));
  }
  query.set('by', view.by);
  query.set('field', view.field);
  if (view.where) query.set('where', view.where);
  if (view.place) query.set('place', view.place);
  if (view.show !== 'map') query.set('show', view.show);
  query.set('lang', view.lang);
  if (view.theme !== 'auto') query.set('theme', view.theme);
  return `?${query.toString()}`;
}

function readCamera(lng: string, lat: string, zoom: string): Camera | null {
  if (!lng || !lat || !zoom) return null;
  const camera = { lng: Number(lng), lat: Number(lat), zoom: Number(zoom) };
  const onMap = Math.abs(camera.lng) <= 180 && Math.abs(camera.lat) <= 85 && camera.zoom >= 0 && camera.zoom <= 24;
  return onMap ? camera : null;
}

function preferredLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const known = languages.find((language) => tag.toLowerCase().startsWith(language));
    if (known) return known;
  }
  return 'en';
}

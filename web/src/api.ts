// Everything this app asks the server, and nothing else talks to it (but the map, for tiles: `tileAddress`).

import type { Breaks } from './heat/scale.ts';

export interface Election {
  key: string;
  date: string;
  kind: string;
}

export type Box = [west: number, south: number, east: number, north: number];

export interface Campaign {
  name: string;
  country: 'us' | 'fr';
  generation: number;
  bounds: Box | null;
  target: string | null;
  elections: Election[];
  counts: Record<'voters' | 'located' | 'doors' | 'precincts' | 'streets' | 'addresses' | 'answers', number>;
  scored: boolean;
  privacy_floor: number;
  attribution: string;
}

export interface Column {
  name: string;
  type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'list';
  /** Voters without a value. */
  nulls: number;
  /** The most frequent values, most voters first. */
  values?: { value: string; voters: number }[];
  min?: number;
  max?: number;
}

export interface Count {
  voters: number;
  doors: number;
  households: number;
  total: number;
}

/** One line of the heat table; `abstention_<election>` columns come beside the named ones. */
export interface HeatRow {
  id: string;
  name?: string;
  voters: number;
  doors: number;
  households: number;
  known: number;
  [column: string]: string | number | null | undefined;
}

export interface Heat {
  by: string;
  generation: number;
  rows: HeatRow[];
}

export interface Legend extends Breaks {
  /** What was ranked: `hex:9` or `precinct`. */
  by: string;
}

/** What a profile counts voters by; `unknown` among the values means none is given. */
export const GROUPS = ['party', 'age', 'sex', 'votes_of_last_4', 'support'] as const;
export type Group = (typeof GROUPS)[number];

export interface Place {
  row: HeatRow;
  name: string;
  profile: Record<Group, { value: string; voters: number }[]>;
}

export interface Found {
  kind: 'precinct' | 'address' | 'street' | 'place';
  label: string;
  detail: string;
  lon: number;
  lat: number;
  bounds?: Box;
  id?: string;
}

export interface ModelReport {
  /** `logistic`, `precinct results and party`, `precinct results` or `none`. */
  method: string;
  /** People it learnt from. */
  labels: number;
  held_out_auc: number | null;
}

export interface Scores {
  version: string;
  target?: string;
  vote: ModelReport;
  support: ModelReport;
}

/** What went wrong, in the server's words. Status 0: nobody answered. */
export class Failure extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.name = 'Failure';
    this.status = status;
  }
}

export const api = {
  campaign: (signal?: AbortSignal) => get<Campaign>('campaign', {}, signal),
  columns: (signal?: AbortSignal) => get<{ columns: Column[] }>('columns', {}, signal).then((answer) => answer.columns),
  count: (where: string, signal?: AbortSignal) => get<Count>('count', { where }, signal),
  heat: (by: string, bbox: Box | null, where: string, signal?: AbortSignal) => get<Heat>('heat', { by, bbox: bbox?.join(',') ?? '', where }, signal),
  legend: (ask: { by: string; zoom: number; field: string; where: string; classes: number }, signal?: AbortSignal) => get<Legend>('legend', ask, signal),
  place: (place: string, where: string, signal?: AbortSignal) => get<Place>(placePath(place), { where }, signal),
  search: (q: string, signal?: AbortSignal) => get<{ results: Found[] }>('search', { q }, signal).then((answer) => answer.results),
  scores: (signal?: AbortSignal) => get<Scores>('scores', {}, signal),
};

/** The address of a layer's tiles; `generation` changes it whenever the data does, so tiles may be cached for ever. */
export function tileAddress(layer: string, generation: number, where = ''): string {
  const query = new URLSearchParams({ v: String(generation) });
  if (where) query.set('where', where);
  return `${location.origin}/tiles/${layer}/{z}/{x}/{y}.mvt?${query.toString()}`;
}

/**
 * Told the data's generation now and at each import, and when the line breaks. The browser mends it by itself.
 */
export function listen(changed: (generation: number) => void, broken: () => void): void {
  const events = new EventSource('/api/events');
  events.addEventListener('generation', (event: MessageEvent<string>) => changed(Number(event.data)));
  events.addEventListener('error', () => {
    if (events.readyState === EventSource.CONNECTING) broken();
  });
}

/** `precinct/01/2` has the id `01/2`. */
function placePath(place: string): string {
  const slash = place.indexOf('/');
  return `place/${place.slice(0, slash)}/${encodeURIComponent(place.slice(slash + 1))}`;
}

async function get<T>(path: string, query: Record<string, string | number>, signal?: AbortSignal): Promise<T> {
  const filled = Object.entries(query).filter(([, value]) => value !== '');
  const search = new URLSearchParams(filled.map(([name, value]) => [name, String(value)])).toString();
  const answer = await fetch(`/api/${path}${search && `?${search}`}`, { signal, headers: { accept: 'application/json' } }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Failure(0, '');
  });
  const type = answer.headers.get('content-type') ?? '';
  const body: unknown = type.includes('json') ? await answer.json() : null;
  if (!answer.ok || body === null) throw new Failure(answer.status, detailOf(body));
  return body as T;
}

function detailOf(body: unknown): string {
  const problem = (body ?? {}) as { detail?: string; title?: string };
  return problem.detail ?? problem.title ?? '';
}

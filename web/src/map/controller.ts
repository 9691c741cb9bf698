// The map itself, without any framework: it draws what it is told and says what the pointer does.

import { Map as MapView, ScaleControl, setWorkerUrl, type GeoJSONFeature, type MapMouseEvent, type StyleSpecification, type VectorTileSource } from 'maplibre-gl';
import workerUrl from 'virtual:map-worker';
import type { Box } from '../api.ts';
import type { By, Camera } from '../app/view.ts';
import { styleOf, type Drawn } from './style.ts';

/** Something under the pointer: a place of the shown layer, or a door. */
export interface Pointed {
  kind: 'hexes' | 'precincts' | 'doors';
  properties: Record<string, unknown>;
  x: number;
  y: number;
}

export interface Told {
  moved: (camera: Camera, box: Box) => void;
  pointed: (at: Pointed | null) => void;
  clicked: (place: string) => void;
  /** False from the moment something must be drawn until everything is. */
  settled: (settled: boolean) => void;
  /** `status` is there when the server answered wrong, and 0 when it did not answer. */
  failed: (error: { message: string; status?: number; statusText?: string }) => void;
}

export interface Controller {
  draw: (drawn: Drawn) => void;
  moveTo: (camera: Camera) => void;
  fit: (box: Box) => void;
  zoomBy: (steps: number) => void;
  /** Opens the place in the middle of the map. */
  openCentre: () => void;
  /** Moves to a place whose shape is among the loaded tiles. */
  fitPlace: (place: string) => void;
  describe: (label: string) => void;
  resize: () => void;
  remove: () => void;
}

export interface Start {
  camera: Camera | null;
  bounds: Box | null;
  /** Room the panels take from the map, in pixels. */
  padding: { top: number; right: number; bottom: number; left: number };
  units: 'imperial' | 'metric';
}

/** Throws where the browser has no WebGL. */
export function createMap(container: HTMLElement, first: Drawn, start: Start, told: Told): Controller {
  setWorkerUrl(workerUrl);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const map = new MapView({
    container,
    style: styleOf(first),
    attributionControl: false,
    fadeDuration: still ? 0 : 150,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    maxZoom: 19,
    ...(start.camera ? { center: [start.camera.lng, start.camera.lat] as [number, number], zoom: start.camera.zoom } : {}),
    ...(!start.camera && start.bounds ? { bounds: start.bounds, fitBoundsOptions: { padding: start.padding } } : {}),
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new ScaleControl({ unit: start.units, maxWidth: 90 }), 'bottom-right');

  let drawn = first;
  let ready = false;
  map.once('style.load', () => {
    ready = true;
    if (drawn !== first) redraw(map, styleOf(drawn));
  });
  listen(map, () => drawn, told);
  return {
    draw: (next) => {
      drawn = next;
      told.settled(false);
      if (ready) redraw(map, styleOf(next));
    },
    moveTo: ({ lng, lat, zoom }) => map.jumpTo({ center: [lng, lat], zoom }),
    fit: (box) => map.fitBounds(box, { padding: start.padding, maxZoom: 17, animate: !still }),
    zoomBy: (steps) => map.easeTo({ zoom: map.getZoom() + steps, animate: !still }),
    openCentre: () => {
      const place = placeOf(map.queryRenderedFeatures(map.project(map.getCenter()), { layers: [`${drawn.by}-fill`] })[0], drawn.by);
      if (place) told.clicked(place);
    },
    fitPlace: (place) => {
      const id = place.slice(place.indexOf('/') + 1);
      const shapes = map.querySourceFeatures(drawn.by, { sourceLayer: drawn.by, filter: ['==', ['get', 'id'], id] });
      const box = boxOf(shapes);
      if (box) map.fitBounds(box, { padding: start.padding, maxZoom: Math.max(15, map.getZoom()), animate: !still });
    },
    describe: (label) => map.getCanvas().setAttribute('aria-label', label),
    resize: () => map.resize(),
    remove: () => map.remove(),
  };
}

/** New tile addresses are set on the sources first: a source that differs between two style sheets would be dropped and flash. */
function redraw(map: MapView, style: StyleSpecification): void {
  for (const layer of Object.keys(style.sources)) {
    const [source, next] = [map.getSource<VectorTileSource>(layer), style.sources[layer]];
    if (source && next?.type === 'vector' && next.tiles && next.tiles[0] !== source.tiles[0]) source.setTiles(next.tiles);
  }
  map.setStyle(style, { diff: true });
  // Where nothing differs nothing is painted: ask for a frame, so that the map says when it has settled.
  map.triggerRepaint();
}

function listen(map: MapView, drawn: () => Drawn, told: Told): void {
  const moved = (): void => {
    const [centre, bounds] = [map.getCenter(), map.getBounds()];
    told.moved({ lng: centre.lng, lat: centre.lat, zoom: map.getZoom() }, [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]);
  };
  map.on('load', moved);
  map.on('moveend', moved);
  map.on('idle', () => told.settled(true));
  map.on('dataloading', () => told.settled(false));
  map.on('movestart', () => told.settled(false));
  map.on('error', ({ error }) => told.failed(error as { message: string; status?: number; statusText?: string }));

  const point = pointer(map, drawn, told);
  map.on('mousemove', point);
  map.on('mouseout', () => point(null));
  map.on('click', (event) => {
    const place = placeOf(map.queryRenderedFeatures(event.point, { layers: [`${drawn().by}-fill`] })[0], drawn().by);
    told.clicked(place);
  });
}

/** At most one look under the pointer a frame. */
function pointer(map: MapView, drawn: () => Drawn, told: Told): (event: MapMouseEvent | null) => void {
  let over: { source: string; sourceLayer: string; id: string | number } | null = null;
  let frame = 0;
  const mark = (next: typeof over): void => {
    if (over && map.getSource(over.source)) map.setFeatureState(over, { over: false });
    over = next;
    if (next) map.setFeatureState(next, { over: true });
    map.getCanvas().classList.toggle('pointing', next !== null);
  };
  const look = (event: MapMouseEvent | null): void => {
    const { by } = drawn();
    const found = event && map.getLayer('doors') ? map.queryRenderedFeatures(event.point, { layers: ['doors', `${by}-fill`] }) : [];
    const place = found.find((feature) => feature.source === by);
    mark(place?.id === undefined ? null : { source: by, sourceLayer: by, id: place.id });
    const first = found[0];
    if (!event || !first) return told.pointed(null);
    told.pointed({ kind: first.source as Pointed['kind'], properties: first.properties, x: event.point.x, y: event.point.y });
  };
  return (event) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => look(event));
  };
}

function placeOf(feature: GeoJSONFeature | undefined, by: By): string {
  const id: unknown = feature?.properties.id;
  return id === undefined || id === null ? '' : `${by === 'hexes' ? 'hex' : 'precinct'}/${String(id)}`;
}

function boxOf(shapes: GeoJSONFeature[]): Box | null {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    const [lon, lat] = part as unknown[];
    if (typeof lon !== 'number' || typeof lat !== 'number') return part.forEach(visit);
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  };
  for (const { geometry } of shapes) if ('coordinates' in geometry) visit(geometry.coordinates);
  return box[0] <= box[2] ? box : null;
}


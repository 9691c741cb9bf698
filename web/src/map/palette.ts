// Colours of the ground. Muted, so that the data speaks: thin roads, soft parks, soft water.

import type { Mode } from '../heat/ramps.ts';

export interface Palette {
  land: string;
  park: string;
  school: string;
  water: string;
  building: string;
  buildingEdge: string;
  buildingOpacity: number;
  casing: string;
  street: string;
  road: string;
  motorway: string;
  path: string;
  rail: string;
  /** Between two hexagons. */
  grid: string;
  border: string;
  borderOpacity: number;
  /** Places without a value. */
  none: string;
  dataOpacity: number;
  /** Outline of the place under the pointer, and of the one that was opened. */
  over: string;
  chosen: string;
  door: string;
  doorEdge: string;
  label: string;
  parkLabel: string;
  waterLabel: string;
  waterHalo: string;
  precinctLabel: string;
  suburb: string;
  town: string;
  halo: string;
}

export const palettes: Record<Mode, Palette> = {
  light: {
    land: '#f5f3ee',
    park: '#dbe7cf',
    school: '#efe8dc',
    water: '#c6dbe7',
    building: '#6d675c',
    buildingEdge: '#6d675c',
    buildingOpacity: 0.16,
    casing: '#00000014',
    street: '#ffffffd9',
    road: '#ffffff',
    motorway: '#fffdf6',
    path: '#8d8577',
    rail: '#8b8f97',
    grid: '#f5f3ee80',
    border: '#3c4452',
    borderOpacity: 0.45,
    none: '#dddbd5',
    dataOpacity: 0.78,
    over: '#1d2129',
    chosen: '#10141b',
    door: '#1d2129',
    doorEdge: '#ffffff',
    label: '#474c56',
    parkLabel: '#4c6b36',
    waterLabel: '#35647f',
    waterHalo: '#c6dbe7',
    precinctLabel: '#2f3643',
    suburb: '#454b57',
    town: '#14171c',
    halo: '#fbfaf7e6',
  },
  dark: {
    land: '#1b1e23',
    park: '#1f2d24',
    school: '#25262b',
    water: '#132732',
    building: '#c9d0da',
    buildingEdge: '#c9d0da',
    buildingOpacity: 0.12,
    casing: '#00000059',
    street: '#0f1216a6',
    road: '#101318d9',
    motorway: '#0b0d10',
    path: '#7d8590',
    rail: '#6c737e',
    grid: '#1b1e2399',
    border: '#c9d0da',
    borderOpacity: 0.35,
    none: '#2c3037',
    dataOpacity: 0.82,
    over: '#ffffff',
    chosen: '#ffffff',
    door: '#f2f4f7',
    doorEdge: '#14171c',
    label: '#c3cad4',
    parkLabel: '#98bb86',
    waterLabel: '#7fb0cc',
    waterHalo: '#132732',
    precinctLabel: '#dfe4ea',
    suburb: '#ccd2da',
    town: '#ffffff',
    halo: '#14171ce6',
  },
};

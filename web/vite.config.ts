import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { sharedWorkerChunks } from './shared-worker-chunks.ts';

// The server that answers while the app is being written: a running `arpent serve` or `arpent demo`.
const server = process.env.ARPENT_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [svelte(), sharedWorkerChunks(new URL('node_modules/maplibre-gl/', import.meta.url))],
  build: {
    target: 'es2023',
    assetsInlineLimit: 0, // the content security policy allows no data: fonts
    modulePreload: { polyfill: false },
    license: { fileName: 'licenses.md' },
    chunkSizeWarningLimit: 900,
  },
  server: { fs: { allow: ['..'] }, proxy: { '/api': server, '/tiles': server } },
});

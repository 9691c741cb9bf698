import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const NAME = 'virtual:map-worker';

/**
 * MapLibre's published files repeat 150 kB of shared code in the page's script and in its worker's. Built from the
 * sources that the same package ships, as two entries of one build, both load the shared part from one chunk.
 * `import url from 'virtual:map-worker'` gives the worker's address.
 */
export function sharedWorkerChunks(maplibre: URL): Plugin {
  const worker = fileURLToPath(new URL('src/source/worker.ts', maplibre));
  let reference: string | undefined;
  return {
    name: 'shared-worker-chunks',
    config: () => ({
      // Its classes declare fields that their parents' constructors fill.
      oxc: { typescript: { removeClassFieldsWithoutInitializer: true }, assumptions: { setPublicClassFields: true } },
      resolve: { alias: [{ find: /^maplibre-gl$/, replacement: fileURLToPath(new URL('src/index.ts', maplibre)) }] },
    }),
    buildStart() {
      if (!this.meta.watchMode && this.environment.mode === 'build') {
        reference = this.emitFile({ type: 'chunk', id: worker, name: 'map-worker' });
      }
    },
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load(id) {
      if (id !== `\0${NAME}`) return undefined;
      return reference ? `export default import.meta.ROLLUP_FILE_URL_${reference};` : `export default ${JSON.stringify(`/@fs${worker}`)};`;
    },
  };
}

// The map in a real browser against the real server: ARPENT_URL names a running one, else ARPENT_BIN is started on a
// made-up town.

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const PORT = 8797;
const folder = join(tmpdir(), `arpent-web-tests-${PORT}`);
const binary = process.env.ARPENT_BIN ?? join(__dirname, '../../target/debug/arpent');
const demo = `rm -rf '${folder}' && exec '${binary}' demo --voters 5000 --seed 1 --dir '${folder}' --listen 127.0.0.1:${PORT}`;
const baseURL = process.env.ARPENT_URL ?? `http://127.0.0.1:${PORT}`;

export default defineConfig({
  testDir: '.',
  outputDir: join(tmpdir(), 'arpent-web-results'),
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['./reporter.ts']],
  webServer: process.env.ARPENT_URL ? undefined : { command: demo, url: `${baseURL}/api/campaign`, timeout: 180_000 },
  use: {
    baseURL,
    trace: 'off', // its screencast stalls WebGL drawn in software
    viewport: { width: 1100, height: 700 },
    locale: 'en-US',
    timezoneId: 'UTC',
    colorScheme: 'light',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--enable-unsafe-swiftshader',
        '--font-render-hinting=none',
        '--force-color-profile=srgb',
      ],
    },
  },
});

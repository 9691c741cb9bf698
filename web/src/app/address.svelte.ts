// Keeps the address bar in step with the view: choices make history, moving the map does not.

import { view } from './session.svelte.ts';
import { readView, writeView, type Camera } from './view.ts';

/** Call once while the app is set up. `moved` is told the camera that "back" or "forward" asks for. */
export function followAddress(moved: (camera: Camera) => void): void {
  let choices = choicesOf();
  $effect(() => {
    const [address, now] = [writeView(view), choicesOf()];
    if (address === location.search) return;
    if (now === choices) history.replaceState(null, '', address);
    else history.pushState(null, '', address);
    choices = now;
  });
  $effect(() => {
    const back = (): void => {
      const asked = readView(location.search, navigator.languages);
      const camera = asked.camera ?? view.camera;
      Object.assign(view, asked, { camera });
      choices = choicesOf();
      if (camera) moved(camera);
    };
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  });
}

function choicesOf(): string {
  return [view.by, view.field, view.place, view.show].join(' ');
}

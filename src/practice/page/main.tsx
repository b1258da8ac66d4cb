/** Starts the page. */
import { render } from 'preact';
import { App } from './app.tsx';
import { wearTheme } from './theme.ts';

wearTheme();
const root = document.querySelector('#app');
if (root) {
  root.replaceChildren();
  render(<App />, root);
}

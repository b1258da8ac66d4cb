/** Starts the page. */
import { render } from 'preact';
import { App } from './app.tsx';
import { follow } from './permalink.ts';
import { wearTheme } from './theme.ts';

wearTheme();
follow(location.href, 'replace');
const root = document.querySelector('#app');
if (root) {
  root.replaceChildren();
  render(<App />, root);
}

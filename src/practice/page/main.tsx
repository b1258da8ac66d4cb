/** Starts the page. */
import { render } from 'preact';
import { App } from './shell/app.tsx';
import { follow } from './messages/permalink.ts';
import { wearTheme } from './shell/theme.ts';

wearTheme();
follow(location.href, 'replace');
const root = document.querySelector('#app');
if (root) {
  root.replaceChildren();
  render(<App />, root);
}

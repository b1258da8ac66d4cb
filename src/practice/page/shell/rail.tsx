/** The narrow strip at the left: the workspace and the switches. */
import { useCell } from '../cell.ts';
import { Icon } from './icons.tsx';
import { inspectorOpen, snapshot } from '../state.ts';
import { switchTheme, theme } from './theme.ts';

export function Rail() {
  const now = useCell(snapshot);
  return (
    <nav class="rail" aria-label="Workspace">
      <span class="workspace-tile" title={now?.workspace.name}>
        {now?.workspace.name.slice(0, 1)}
      </span>
      <Switches />
    </nav>
  );
}

/** Inspector and theme; the phone has them in its sidebar. */
export function Switches() {
  const inspecting = useCell(inspectorOpen);
  const worn = useCell(theme);
  return (
    <div class="switches">
      <button
        type="button"
        class="rail-button"
        aria-pressed={inspecting}
        title="Everything Slack and the app say to each other"
        onClick={() => inspectorOpen.set(!inspecting)}
      >
        <span>
          <Icon name="inspect" />
        </span>
        Inspector
      </button>
      <button
        type="button"
        class="rail-button"
        aria-pressed={worn === 'dark'}
        aria-label="Dark theme"
        onClick={switchTheme}
      >
        <span>
          <Icon name={worn === 'dark' ? 'sun' : 'moon'} />
        </span>
        {worn === 'dark' ? 'Light' : 'Dark'}
      </button>
    </div>
  );
}

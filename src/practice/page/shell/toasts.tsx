/** What Slack says in a small box when something did not work. */
import { useCell } from '../cell.ts';
import { Icon } from './icons.tsx';
import { dismiss, toasts } from '../state.ts';

export function Toasts() {
  const all = useCell(toasts);
  return (
    <div class="toasts" role="alert" aria-live="assertive">
      {all.map(({ id, text }) => (
        <div class="toast" key={id}>
          <Icon name="warning" size={18} />
          <span>{text}</span>
          <button type="button" class="icon-button" aria-label="Dismiss" onClick={() => dismiss(id)}>
            <Icon name="close" size={14} />
          </button>
        </div>
      ))}
    </div>
  );
}

/** The row under the message box: shortcuts, and buttons that put marks around words. */
import type { RefObject } from 'preact';
import { AppIcon } from '../messages/avatar.tsx';
import { useCell } from '../cell.ts';
import { Icon, type IconName } from '../shell/icons.tsx';
import { send } from '../link.ts';
import { Menu } from '../shell/menu.tsx';
import { snapshot, tell } from '../state.ts';

const NONE: never[] = [];

/** The apps' global shortcuts. */
export function Shortcuts() {
  const shortcuts = useCell(snapshot, (now) => now?.shortcuts ?? NONE);
  const run = async (callbackId: string): Promise<void> => {
    const answer = await send({ do: 'shortcut', callbackId });
    if (!answer.ok) tell(answer.notice ?? 'The shortcut didn’t work. Try again.');
  };
  const items = shortcuts
    .filter(({ type }) => type === 'global')
    .map((shortcut) => ({
      key: shortcut.callbackId,
      label: shortcut.name,
      detail: shortcut.description,
      start: <AppIcon size={28} />,
      choose: () => void run(shortcut.callbackId),
    }));
  return (
    <Menu items={items} name="Shortcuts" title="Shortcuts" width={320} buttonClass="icon-button round">
      <Icon name="plus" size={16} />
    </Menu>
  );
}

const MARKS: [icon: IconName, name: string, mark: string][] = [
  ['bold', 'Bold', '*'],
  ['italic', 'Italic', '_'],
  ['strike', 'Strikethrough', '~'],
  ['code', 'Code', '`'],
];

interface Props {
  box: RefObject<HTMLTextAreaElement | null>;
  write: (text: string, caret: number) => void;
  /** Whether commands can be typed here. */
  slash: boolean;
}

export function Formatting({ box, write, slash }: Props) {
  const around = (mark: string): void => {
    const { value = '', selectionStart: from = 0, selectionEnd: to = 0 } = box.current ?? {};
    const words = value.slice(from, to);
    write(value.slice(0, from) + mark + words + mark + value.slice(to), to + (words ? 2 : 1) * mark.length);
  };
  const insert = (sign: string): void => {
    const { value = '', selectionStart: at = 0 } = box.current ?? {};
    const gap = at > 0 && !/\s$/.test(value.slice(0, at)) ? ' ' : '';
    write(value.slice(0, at) + gap + sign + value.slice(at), at + gap.length + sign.length);
  };
  return (
    <>
      {MARKS.map(([icon, name, mark]) => (
        <button
          key={name}
          type="button"
          class="icon-button wide-only"
          aria-label={name}
          title={name}
          onClick={() => around(mark)}
        >
          <Icon name={icon} size={16} />
        </button>
      ))}
      <button
        type="button"
        class="icon-button"
        aria-label="Mention someone"
        title="Mention someone"
        onClick={() => insert('@')}
      >
        <Icon name="at" size={16} />
      </button>
      {slash && (
        <button
          type="button"
          class="icon-button"
          aria-label="Run a command"
          title="Run a command"
          onClick={() => box.current?.value === '' && insert('/')}
        >
          <Icon name="bolt" size={16} />
        </button>
      )}
    </>
  );
}

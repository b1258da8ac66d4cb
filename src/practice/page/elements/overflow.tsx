/** The three dots at the side of a section. */
import { withEmoji } from '../messages/emoji.ts';
import { Icon, Spinner } from '../shell/icons.tsx';
import { list, str, textOf } from '../inspector/json.ts';
import { isSafe } from '../composer/mention.tsx';
import { Menu } from '../shell/menu.tsx';
import { useValue, type Slot } from '../dialogs/surface.tsx';

export function Overflow(slot: Slot) {
  const { dispatch, busy } = useValue(slot);
  const items = list(slot.element.options).map((option) => ({
    key: str(option.value),
    label: withEmoji(textOf(option.text)),
    detail: textOf(option.description),
    ...(isSafe(str(option.url)) ? { href: str(option.url) } : {}),
    choose: () => void dispatch({ type: 'overflow', selected_option: option }),
  }));
  return (
    <Menu items={items} name="More options" buttonClass="button small square" align="end" disabled={busy}>
      {busy ? <Spinner /> : <Icon name="more" size={18} />}
    </Menu>
  );
}

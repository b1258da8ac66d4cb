/** A coloured notice inside a modal. */
import { Icon } from '../shell/icons.tsx';
import { str } from '../inspector/json.ts';
import { TextObject } from '../messages/mrkdwn.tsx';
import type { BlockProps } from './props.ts';

const ICONS: Record<string, 'info' | 'warning' | 'check'> = { warning: 'warning', error: 'warning', success: 'check' };

export function Alert({ block }: BlockProps) {
  const level = str(block.level) || 'default';
  return (
    <div class={`alert ${level}`} role={level === 'error' ? 'alert' : 'note'}>
      <Icon name={ICONS[level] ?? 'info'} size={18} />
      <span>
        <TextObject of={block.text} />
      </span>
    </div>
  );
}

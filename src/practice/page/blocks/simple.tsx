/** The blocks that are one line each: actions, context, divider, file, header. */
import { Icon } from '../shell/icons.tsx';
import { list, obj, str, textOf } from '../inspector/json.ts';
import { TextObject } from '../messages/mrkdwn.tsx';
import { withEmoji } from '../messages/emoji.ts';
import { LiveElement } from '../elements/index.tsx';
import { ImageElement } from './image.tsx';
import type { BlockProps } from './props.ts';

export function Actions({ block, blockId }: BlockProps) {
  return (
    <div class="actions">
      {list(block.elements).map((element, at) => (
        <LiveElement key={str(element.action_id) || at} blockId={blockId} element={element} />
      ))}
    </div>
  );
}

export function Context({ block }: BlockProps) {
  return (
    <div class="context">
      {list(block.elements).map((element, at) =>
        element.type === 'image' ? (
          <ImageElement key={at} of={element} class="context-image" />
        ) : (
          <span key={at}>
            <TextObject of={element} />
          </span>
        ),
      )}
    </div>
  );
}

export function Divider() {
  return <hr />;
}

export function Header({ block }: BlockProps) {
  return <h3 class="header-block">{withEmoji(textOf(block.text))}</h3>;
}

/** A remote file: Slack shows its title; the practice workspace knows no more than its id. */
export function FileBlock({ block }: BlockProps) {
  const file = obj(block.file);
  return (
    <div class="file-card">
      <Icon name="file" />
      <span>{str(file.title) || str(file.name) || str(block.external_id) || 'File'}</span>
    </div>
  );
}

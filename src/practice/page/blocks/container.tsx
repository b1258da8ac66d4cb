/** Blocks in a frame with a title, perhaps folded. */
import type { ComponentChild } from 'preact';
import { useState } from 'preact/hooks';
import type { JsonObject } from '../../protocol.ts';
import { Icon } from '../shell/icons.tsx';
import { list, obj } from '../inspector/json.ts';
import { TextObject } from '../messages/mrkdwn.tsx';

import type { BlockProps } from './props.ts';
import { ImageElement } from './image.tsx';
import { RichText } from './rich-text.tsx';

/** @param draw draws the blocks inside: whoever knows all kinds of blocks hands it in */
export function Container({ block, draw }: BlockProps & { draw: (blocks: JsonObject[]) => ComponentChild }) {
  const foldable = block.is_collapsible === true;
  const [open, setOpen] = useState(!(foldable && block.default_collapsed === true));
  const title = (
    <>
      {obj(block.icon).type && <ImageElement of={obj(block.icon)} class="context-image" />}
      <strong>
        {block.rich_text_title ? <RichText block={obj(block.rich_text_title)} /> : <TextObject of={block.title} />}
      </strong>
      {block.subtitle && (
        <span class="card-subtitle">
          <TextObject of={block.subtitle} />
        </span>
      )}
    </>
  );
  return (
    <div class={block.has_header_divider === true ? 'container ruled' : 'container'}>
      {foldable ? (
        <button type="button" class="container-head" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'down' : 'right'} size={16} /> {title}
        </button>
      ) : (
        <div class="container-head">{title}</div>
      )}
      {open && draw(list(block.child_blocks))}
    </div>
  );
}

/** Blocks in a frame with a title, perhaps folded. */
import { useState } from 'preact/hooks';
import { Icon } from '../shell/icons.tsx';
import { list, obj } from '../inspector/json.ts';
import { TextObject } from '../messages/mrkdwn.tsx';
import { Blocks, type BlockProps } from './index.tsx';
import { ImageElement } from './image.tsx';
import { RichText } from './rich-text.tsx';

export function Container({ block }: BlockProps) {
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
      {open && <Blocks blocks={list(block.child_blocks)} />}
    </div>
  );
}

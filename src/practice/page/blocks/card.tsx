/** Cards, alone or side by side. */
import { list, obj, str } from '../inspector/json.ts';
import { TextObject } from '../messages/mrkdwn.tsx';
import { LiveElement } from '../elements/index.tsx';
import { idOf } from '../walk.ts';
import { ImageElement } from './image.tsx';
import type { BlockProps } from './props.ts';

export function Card({ block, blockId }: BlockProps) {
  const [hero, icon] = [obj(block.hero_image), obj(block.icon)];
  return (
    <div class="card">
      {hero.type && <ImageElement of={hero} class="card-hero" />}
      <div class="card-head">
        {icon.type && <ImageElement of={icon} class="card-icon" />}
        <div>
          {block.title && (
            <div class="card-title">
              <TextObject of={block.title} />
            </div>
          )}
          {block.subtitle && (
            <div class="card-subtitle">
              <TextObject of={block.subtitle} />
            </div>
          )}
        </div>
      </div>
      {block.body && (
        <div class="card-body">
          <TextObject of={block.body} />
        </div>
      )}
      {block.subtext && (
        <div class="card-subtitle">
          <TextObject of={block.subtext} />
        </div>
      )}
      {list(block.actions).length > 0 && (
        <div class="actions">
          {list(block.actions).map((element, at) => (
            <LiveElement key={str(element.action_id) || at} blockId={blockId} element={element} />
          ))}
        </div>
      )}
    </div>
  );
}

export function Carousel({ block }: BlockProps) {
  return (
    <div class="carousel" role="group" aria-label="Cards" tabIndex={0}>
      {list(block.elements).map((card, at) => (
        <Card key={idOf(card, at)} block={card} blockId={idOf(card, at)} />
      ))}
    </div>
  );
}

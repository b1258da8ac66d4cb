/** Blocks, one under the other. A kind nobody knows, or one that breaks, becomes a grey box and never a blank page. */
import { type BlockProps } from './props.ts';
import { Component, type ComponentChildren } from 'preact';
import type { JsonObject } from '../../protocol.ts';
import { str } from '../inspector/json.ts';
import { idOf } from '../walk.ts';
import { Alert } from './alert.tsx';
import { Card, Carousel } from './card.tsx';
import { Chart } from './chart.tsx';
import { Container } from './container.tsx';
import { DataTable } from './data-table.tsx';
import { ImageBlock } from './image.tsx';
import { InputBlock } from './input.tsx';
import { Markdown } from './markdown.tsx';
import { RichText } from './rich-text.tsx';
import { Actions, Context, Divider, FileBlock, Header } from './simple.tsx';
import { Section } from './section.tsx';
import { TableBlock } from './table.tsx';
import { Unknown } from './unknown.tsx';
import { Video } from './video.tsx';

const BLOCKS: Record<string, (props: BlockProps) => preact.ComponentChild> = {
  actions: Actions,
  alert: Alert,
  card: Card,
  carousel: Carousel,
  container: (props) => <Container {...props} draw={(blocks) => <Blocks blocks={blocks} />} />,
  context: Context,
  context_actions: Actions,
  data_table: DataTable,
  data_visualization: Chart,
  divider: Divider,
  file: FileBlock,
  header: Header,
  image: ImageBlock,
  input: InputBlock,
  markdown: Markdown,
  rich_text: RichText,
  section: Section,
  table: TableBlock,
  video: Video,
};

export function Blocks({ blocks }: { blocks: JsonObject[] }) {
  return (
    <div class="blocks">
      {blocks.map((block, at) => {
        const type = str(block.type);
        const Known = BLOCKS[type];
        const blockId = idOf(block, at);
        return (
          <div class={`block block-${Known ? type : 'unknown'}`} key={`${type} ${blockId}`}>
            <Fence what={block}>{Known ? <Known block={block} blockId={blockId} /> : <Unknown what={block} />}</Fence>
          </div>
        );
      })}
    </div>
  );
}

/** Keeps a block that cannot be drawn from taking its neighbours along. */
class Fence extends Component<{ what: JsonObject; children: ComponentChildren }, { broken: boolean }> {
  override state = { broken: false };

  override componentDidCatch(error: unknown): void {
    console.error('A block could not be shown:', error);
    this.setState({ broken: true });
  }

  override render() {
    return this.state.broken ? <Unknown what={this.props.what} /> : this.props.children;
  }
}

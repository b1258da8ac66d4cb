/** The app's Home tab. Looking at it tells the app, as Slack does. */
import { useEffect } from 'preact/hooks';
import type { Channel } from '../../protocol.ts';
import { Blocks } from '../blocks/index.tsx';
import { useCell } from '../cell.ts';
import { Spinner } from './icons.tsx';
import { send } from '../link.ts';
import { snapshot, tell } from '../state.ts';
import { SurfaceOf } from '../dialogs/surface.tsx';

export function Home({ channel }: { channel: Channel }) {
  const home = useCell(snapshot, (now) => now?.home ?? null);
  const app = useCell(snapshot, (now) => now?.app.name);
  useEffect(() => {
    void send({ do: 'open_home' }).then((answer) => {
      if (!answer.ok && answer.notice) tell(answer.notice);
    });
  }, [channel.id]);
  if (!home) {
    return (
      <div class="home empty" role="status">
        <Spinner /> {app} has not shown its Home yet.
      </div>
    );
  }
  return (
    <div class="home" tabIndex={-1}>
      <SurfaceOf where={{ type: 'view', viewId: home.id }} blocks={home.blocks} here={channel.id}>
        <Blocks blocks={home.blocks} />
      </SurfaceOf>
    </div>
  );
}

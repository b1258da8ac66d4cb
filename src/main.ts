import { config as readDotEnv } from 'dotenv';
import { readConfig, WrongSetting } from './config.ts';

readDotEnv({ quiet: true });
// Folders and files that CustomerHub makes belong to the user it runs as: 0700 and 0600, whoever makes them, SQLite included.
process.umask(0o077);

const lineFor = async (error: unknown): Promise<string> => {
  if (error instanceof WrongSetting) return error.message;
  const { startProblem } = await import('./start-problem.ts');
  return startProblem(error, process.env);
};

try {
  const config = readConfig(process.env);
  // All of CustomerHub takes a second to load: a wrong setting is said before.
  const { startCustomerHub } = await import('./app.ts');
  const hub = await startCustomerHub(config);
  // Node would print the error as it is, with whatever somebody typed in it.
  process.on('uncaughtException', (err) => {
    hub.log.fatal({ err }, 'nobody caught this error, so the process ends');
    process.exit(1);
  });
  let stopping = false;
  const stop = (): void => {
    // A second Ctrl-C means that somebody does not want to wait.
    if (stopping) process.exit(130);
    stopping = true;
    void hub.stop().then(
      () => process.exit(0),
      (err: unknown) => {
        hub.log.fatal({ err }, 'it did not stop as it should');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Whoever reads this may stop it at once.
  console.log(hub.greeting);
} catch (error) {
  console.error(await lineFor(error));
  process.exit(1);
}

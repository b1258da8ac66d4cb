import { config as readDotEnv } from 'dotenv';
import { startCustomerHub } from './customerhub.ts';
import { readConfig, WrongSetting } from './config.ts';
import { startProblem } from './start-problem.ts';

readDotEnv({ quiet: true });

try {
  const hub = await startCustomerHub(readConfig(process.env));
  let stopping = false;
  const stop = (): void => {
    // A second Ctrl-C means that somebody does not want to wait.
    if (stopping) process.exit(130);
    stopping = true;
    void hub.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Whoever reads this may stop it at once.
  console.log(hub.greeting);
} catch (error) {
  const line = error instanceof WrongSetting ? error.message : startProblem(error, process.env);
  console.error(line);
  process.exit(1);
}

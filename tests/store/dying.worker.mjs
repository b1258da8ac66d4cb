// A reading thread that dies of its first question, or of every one: workerData.file says how often it may be started.
import { appendFileSync, readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

appendFileSync(workerData.file, '.');
const lives = readFileSync(workerData.file, 'utf8');
const dies = lives.startsWith('always') || lives.length === 1;

parentPort.on('message', ({ number, sql }) => {
  if (dies && sql.startsWith('select')) process.exit(1);
  parentPort.postMessage({ number, answer: { columns: ['answer'], rows: [[42]] } });
});

/** A process of its own that opens the database at the URL it is given, as every CustomerHub does when it starts. */
import { openDatabase } from '../../src/store/database.ts';

const database = await openDatabase(process.argv[2] ?? '');
await database.close();

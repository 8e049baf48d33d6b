// SPDX-License-Identifier: LGPL-2.1-or-later
import { setTimeout as sleep } from 'node:timers/promises';

export { sleep };

// Asks again and again until ask () gives something true, and gives that back
export async function until(what, ask, { seconds = 15, every = 100 } = {}) {
  const end = Date.now() + seconds * 1000;
  let trouble;
  for (;;) {
    try {
      const answer = await ask();
      if (answer)
        return answer;
      trouble = undefined;
    } catch (error) {
      trouble = error;
    }
    if (Date.now() > end)
      throw new Error(`not within ${seconds} s: ${what}`, { cause: trouble });
    await sleep(every);
  }
}

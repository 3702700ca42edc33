// The simulated Twilio as its own process, so that it outlives Aval when Aval is killed. Prints one JSON line with its address
// when it listens.
import { parseArgs } from 'node:util';
import { startTwilioSimulator } from './index.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'webhook-url': { type: 'string', default: 'http://127.0.0.1:3000/webhooks/twilio/main' },
    'account-sid': { type: 'string', default: `AC${'0'.repeat(32)}` },
    'auth-token': { type: 'string', default: 'rehearsal-auth-token' },
    number: { type: 'string', default: '+15550100123' },
    'review-delay-ms': { type: 'string', default: '3000' },
    'status-delay-ms': { type: 'string', default: '400' },
    'state-file': { type: 'string' },
    seed: { type: 'boolean', default: false },
  },
});

const simulator = await startTwilioSimulator({
  port: Number(values.port),
  webhookUrl: () => values['webhook-url'],
  accountSid: values['account-sid'],
  authToken: values['auth-token'],
  number: values.number,
  reviewDelayMs: Number(values['review-delay-ms']),
  statusDelayMs: Number(values['status-delay-ms']),
  seed: values.seed,
  ...(values['state-file'] === undefined ? {} : { stateFile: values['state-file'] }),
});
console.log(JSON.stringify({ url: simulator.url }));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.stop().then(() => process.exit(0)));
}

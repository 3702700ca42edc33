// The simulator as its own process, so that it outlives Aval when Aval is killed. Prints one JSON line with its address
// when it listens.
import { parseArgs } from 'node:util';
import { startSimulator } from './index.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'webhook-url': { type: 'string' },
    'app-secret': { type: 'string', default: 'rehearsal-app-secret' },
    'verify-token': { type: 'string', default: 'rehearsal-verify-token' },
    'access-token': { type: 'string', default: 'rehearsal-access-token' },
    'waba-id': { type: 'string', default: '100000000000001' },
    'phone-number-id': { type: 'string', default: '200000000000002' },
    'app-id': { type: 'string', default: '300000000000003' },
    'display-phone-number': { type: 'string', default: '+54 11 5555-0000' },
    'review-delay-ms': { type: 'string', default: '3000' },
    'status-delay-ms': { type: 'string', default: '400' },
    'webhook-retry-ms': { type: 'string', default: '500' },
    'creations-per-hour': { type: 'string', default: '100' },
    'state-file': { type: 'string' },
    seed: { type: 'boolean', default: false },
  },
});

const webhookUrl = values['webhook-url'];
if (webhookUrl === undefined) {
  console.error(
    'usage: node adapters/provider/meta/simulator/main.ts --webhook-url URL [--port N] [--state-file FILE] [--seed]; see readme.md',
  );
  process.exit(2);
}

const simulator = await startSimulator({
  port: Number(values.port),
  webhookUrl,
  appSecret: values['app-secret'],
  verifyToken: values['verify-token'],
  accessToken: values['access-token'],
  wabaId: values['waba-id'],
  phoneNumberId: values['phone-number-id'],
  appId: values['app-id'],
  displayPhoneNumber: values['display-phone-number'],
  reviewDelayMs: Number(values['review-delay-ms']),
  statusDelayMs: Number(values['status-delay-ms']),
  webhookRetryMs: Number(values['webhook-retry-ms']),
  creationsPerHour: Number(values['creations-per-hour']),
  seedTemplates: values.seed,
  ...(values['state-file'] === undefined ? {} : { stateFile: values['state-file'] }),
});
console.log(JSON.stringify({ url: simulator.url }));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.stop().then(() => process.exit(0)));
}

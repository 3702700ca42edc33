// The measure of `teams.ts`: a botbuilder bot as its documentation shows it, that checks the token of every request, answers
// each invoke with 200 and does nothing else. Prints its address as JSON.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import botbuilder from 'botbuilder';

const appId = process.env.TEAMS_APP_ID ?? '';
const adapter = new botbuilder.CloudAdapter(
  new botbuilder.ConfigurationBotFrameworkAuthentication({
    MicrosoftAppId: appId,
    MicrosoftAppPassword: 'not used',
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: process.env.TEAMS_TENANT_ID ?? '',
    // All of these, or the SDK takes its own: with one address changed the cloud is a private one.
    ChannelService: '',
    ValidateAuthority: true,
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    OAuthUrl: 'https://api.botframework.com',
    ToBotFromChannelOpenIdMetadataUrl: process.env.TEAMS_OPENID_URL ?? '',
    ToBotFromEmulatorOpenIdMetadataUrl: process.env.TEAMS_OPENID_URL ?? '',
    CallerId: 'bench',
  }),
);
const answer = {
  type: 'invokeResponse',
  value: {
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'ok' },
  },
};

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(parts).toString('utf8')) as Record<string, unknown>;
    void adapter.process(Object.assign(request, { body }) as never, shim(response) as never, async (context) => {
      await context.sendActivity(answer);
    });
  });
});

// The SDK wants the response of a web framework; this is all it calls.
function shim(response: ServerResponse) {
  let text = '';
  const self = {
    socket: response.socket,
    status(status: number) {
      response.statusCode = status;
      return self;
    },
    header(name: string, value: string) {
      response.setHeader(name, value);
      return self;
    },
    send(body: unknown) {
      text = typeof body === 'string' ? body : JSON.stringify(body);
      return self;
    },
    end() {
      response.end(text);
      return self;
    },
  };
  return self;
}

server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
});

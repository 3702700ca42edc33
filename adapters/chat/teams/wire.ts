// The only file that knows botbuilder. The SDK does what we should not write ourselves: telling whether a request really
// comes from Microsoft (signed token, rolling keys). It is out of support since 31 Dec 2025; its successor replaces this file.
import type { Result } from '../../../src/domain/result.ts';

/** 503: Microsoft's keys could not be read, so nobody can be believed right now. */
export type Unverified = { readonly status: 401 | 403 | 503; readonly why: string };

export type Wire = {
  /**
   * Whether this activity was sent by Microsoft's channel to our app. `serviceUrl` must equal the token's own claim, which
   * must be there. Never throws, never calls anything but the key address.
   */
  verify(
    authorization: string | undefined,
    activity: { readonly channelId: string; readonly serviceUrl: string },
  ): Promise<Result<undefined, Unverified>>;
};

export type WireSettings = {
  readonly appId: string;
  /** OpenID metadata of the Bot Framework; names issuer and keys. */
  readonly openIdUrl: string;
};

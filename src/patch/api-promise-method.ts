import { fields, isObject } from '../narrow.ts';
import type { Hooks, Method } from '../providers/provider.ts';
import { observeApiPromises } from './api-promise.ts';
import { observeFetchWithTimeout } from './attempt.ts';
import { callMethods } from './call-method.ts';
import { guard } from './guard.ts';
import type { Observing } from './hooks.ts';
import { Op } from './op.ts';
import { baseHolder, firstOfClass, type Patches } from './replace.ts';
import { observeMakeRequest } from './request.ts';
import { type UsageMemory, usageOption } from './usage-option.ts';

/** The way in for clients of the Stainless generator: methods of a resource that return an `APIPromise`. */
export function apiPromiseMethods(
  { observer, streamUsage, idleMs }: Observing,
  patches: Patches,
): Hooks['apiPromiseMethod'] {
  const promises = observeApiPromises(patches, idleMs);
  const memory: UsageMemory = new Map();

  /** The client's own classes are only within reach from one of its resources. */
  const observeClient = firstOfClass((client) => {
    const sending = baseHolder(client, 'fetchWithTimeout');
    if (sending !== undefined) patches.method(sending, 'fetchWithTimeout', observeFetchWithTimeout);
    const retrying = baseHolder(client, 'makeRequest');
    if (retrying !== undefined) patches.method(retrying, 'makeRequest', observeMakeRequest);
  });

  const begin = (method: Method, args: readonly unknown[], self: unknown): Op | undefined => {
    const request = method.request(args, self);
    if (request === undefined) return undefined;
    // 4.0 calls it `client`.
    const client = fields(self)['_client'] ?? fields(self)['client'];
    if (isObject(client)) observeClient(client);
    const op = new Op(method, request, observer);
    if (request.stream === true) op.usageOption = usageOption(streamUsage, memory, method, args);
    return op;
  };

  return callMethods(observer, patches, {
    begin,
    handOut(op, promise) {
      guard('method.attach', () => promises.attach(op, promise));
      return promise;
    },
  });
}

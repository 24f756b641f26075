import type { LeaseAnswer, LeaseHello } from '../../../schemas/protocol/engine-file.ts';
import { apiVersion, schemaVersion } from '../../../schemas/protocol/versions.ts';
import { productVersion } from '../../base/product-version.ts';
import type { EngineClient, Subscription } from './client.ts';
import { keepConnected, type Place } from './connection.ts';

type OnState = Parameters<EngineClient['lease']>[1];

/** Holds the engine: as long as this is open it does not end for being unused. */
export function openLease(place: Place, product: string, onState: OnState): Subscription {
  const hello: LeaseHello = { product, productVersion: productVersion(), apiVersion, schemaVersion };
  let isHeld = false;
  return keepConnected(place, {
    target: () => '/leases',
    onOpen: (socket) => socket.send(JSON.stringify(hello)),
    onMessage: (text) => {
      isHeld = true;
      onState?.('open', JSON.parse(text) as LeaseAnswer);
    },
    onClose: () => {
      if (isHeld) onState?.('closed');
      isHeld = false;
    },
  });
}

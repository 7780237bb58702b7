// SPDX-License-Identifier: MIT
import { RTCPeerConnection } from "node-datachannel/polyfill";
import type { ConnectionLike, NewConnection } from "../connection.ts";

/** WebRTC in Node: libdatachannel's. */
export const nodeConnection: NewConnection = (config) =>
  new RTCPeerConnection(
    config as ConstructorParameters<typeof RTCPeerConnection>[0],
  ) as unknown as ConnectionLike;

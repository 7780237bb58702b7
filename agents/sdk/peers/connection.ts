// SPDX-License-Identifier: MIT
// The parts of WebRTC that peers use: a page's own RTCPeerConnection has them, and so do implementations for Node.

export type ConnectionDescription = { type: "answer" | "offer" | "pranswer" | "rollback"; sdp?: string };
export type ConnectionCandidate = {
  candidate?: string;
  sdpMid?: string | null;
  sdpMLineIndex?: number | null;
};

export type ChannelLike = {
  binaryType: string;
  readonly bufferedAmount: number;
  bufferedAmountLowThreshold: number;
  readonly readyState: string;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(): void;
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void;
};

export type ConnectionLike = {
  readonly connectionState: string;
  createDataChannel(label: string, options: { negotiated: boolean; id: number }): ChannelLike;
  createOffer(): Promise<ConnectionDescription>;
  createAnswer(): Promise<ConnectionDescription>;
  setLocalDescription(description: ConnectionDescription): Promise<void>;
  setRemoteDescription(description: ConnectionDescription): Promise<void>;
  addIceCandidate(candidate: ConnectionCandidate): Promise<void>;
  addEventListener(type: string, listener: (event: { candidate?: ConnectionCandidate | null }) => void): void;
  close(): void;
};

export type IceServer = { urls: string; username?: string; credential?: string };
export type ConnectionConfig = { iceServers: IceServer[]; iceTransportPolicy: "all" | "relay" };
/** Makes a connection: `(config) => new RTCPeerConnection(config)`. */
export type NewConnection = (config: ConnectionConfig) => ConnectionLike;

/** What two peers tell each other, over an edge, to connect. */
export type PeerSignal = { description: ConnectionDescription } | { candidate: ConnectionCandidate };

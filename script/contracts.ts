// SPDX-License-Identifier: GPL-3.0-or-later

/** `about`: the contract's purpose, for a reader who has never met it. */
export type Contract = { name: string; source: string; about: string };

/** @returns The name of a contract as the SDK has it: `streamToken`. */
export const keyOf = ({ name }: Contract): string => `${name[0]!.toLowerCase()}${name.slice(1)}`;

/** Every contract that Deploy.s.sol deploys, money first. All other lists of contracts are generated from this one. */
export const CONTRACTS: Contract[] = [
  contract("StreamToken", "src/token", "STREAM, an ERC-20 with permit and a fixed supply"),
  contract("TokenVesting", "src/token", "pays grants of tokens out over time"),
  contract("TokenDistribution", "src/token", "divides the supply of STREAM among five allocations, once"),
  contract("Staking", "src/token", "pays the stakers' allocation to accounts that stake STREAM"),
  contract("PositionToken", "src/token", "the ERC-721 of a stream or a grant whose owner asked for one"),
  {
    name: "Forwarder",
    source: "node_modules/@openzeppelin/contracts/metatx/ERC2771Forwarder.sol",
    about: "the ERC-2771 forwarder that StreamingProtocol trusts",
  },
  contract("StreamingProtocol", "src/payments", "prepaid payment by the second, viewer to content"),
  contract("StreamPools", "src/payments", "seats at a content, which its creator collects from at once"),
  contract(
    "PaymentChannels",
    "src/payments",
    "prepaid accounts, payer to payee, drawn down by signed vouchers",
  ),
  contract("PasskeyVerifier", "src/payments", "checks signatures of passkeys for PaymentChannels"),
  contract("SplitRollup", "src/splits", "shares revenue among collaborators, by proofs"),
  contract("SettleVerifier", "src/verifiers", "checks the proof that settles a batch"),
  contract("ClaimVerifier", "src/verifiers", "checks the proof of a share"),
  contract("ContentRegistry", "src/content", "what a published work is, what it costs and who is paid"),
  contract("OperatorRegistry", "src/content", "the operators of nodes, and their bonds"),
  contract("ContentCourt", "src/content", "takes the bond of an edge that signed for a wrong chunk"),
  contract(
    "AvailabilityCourt",
    "src/content",
    "demands pieces of works from the edges that promised to hold them",
  ),
  contract("Popularity", "src/delivery", "counts what works earn, for the number of their copies"),
  contract(
    "Placement",
    "src/delivery",
    "says which edges own which works, and takes the bond of who says another",
  ),
  contract("StorageDeals", "src/delivery", "prepays the edges that own a work, epoch by epoch"),
  contract("AccessPolicy", "src/access", "says who may have the keys of a work, by its publisher's policies"),
  contract(
    "ComposedPolicy",
    "src/access",
    "makes one policy of several: all of them, any of them, not the one",
  ),
  contract("FreePolicy", "src/access", "lets everybody in"),
  contract("StreamPolicy", "src/access", "lets in whose stream to the work flows"),
  contract("SeatPolicy", "src/access", "lets in who has a seat in the work's pool"),
  contract(
    "MeteredPolicy",
    "src/access",
    "lets in who has paid for the very period, by the sequencer's receipt",
  ),
  contract("PurchasePolicy", "src/access", "sells editions of works, for ever or for a time"),
  contract("Erc20Policy", "src/access", "lets in who holds enough of an ERC-20"),
  contract("Erc721Policy", "src/access", "lets in who owns a token of an ERC-721"),
  contract("Erc1155Policy", "src/access", "lets in who holds enough of an id of an ERC-1155"),
  contract("AllowListPolicy", "src/access", "lets in whoever is on a list, by its Merkle root"),
  contract("CollaboratorPolicy", "src/access", "lets in the publisher and the accounts that the terms name"),
  contract("KeyRegistry", "src/keys", "the committees of key nodes, and the points of their key shares"),
  contract("KeyCourt", "src/keys", "takes the bond of a key node that signed a false answer"),
  contract(
    "InteractionInputs",
    "src/interactions",
    "fixes the order of interactions: follows, likes, comments, receipts",
  ),
  contract(
    "InteractionRollup",
    "src/interactions",
    "the state of interactions: asserted for a bond, falsified in one transaction",
  ),
  contract(
    "ViewerRewards",
    "src/rewards",
    "pays the viewers' allocation to who watched and to who helped, as far as somebody backs it",
  ),
  contract("KeyGeneration", "src/keys", "generates a committee's key, so that nobody ever knows it"),
];

function contract(name: string, folder: string, about: string): Contract {
  return { name, source: `${folder}/${name}.sol`, about };
}

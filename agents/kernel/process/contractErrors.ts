// SPDX-License-Identifier: GPL-3.0-or-later

/** Says what an error of a contract means, and what to do; undefined for an error that is in no contract of ours. */
export function adviceOn(errorName: string): string | undefined {
  return ADVICE[errorName];
}

/** The name of an error without arguments, by the first bytes of its revert data. */
export function nameOfSelector(selector: string | undefined): string | undefined {
  return selector === undefined ? undefined : SELECTORS[selector];
}

/** Errors of libraries and neighbours, which no ABI of ours names. */
export const SELECTORS: Readonly<Record<string, string>> = {
  "0x90b8ec18": "TransferFailed",
  "0x7939f424": "TransferFromFailed",
  "0x3e3f8f73": "ApproveFailed",
  "0xb12d13eb": "ETHTransferFailed",
  "0x35278d12": "Overflow",
  "0xab143c06": "Reentrancy",
  "0xf4d678b8": "InsufficientBalance",
  "0x13be252b": "InsufficientAllowance",
  "0x815e1d64": "InvalidSigner",
  "0x756688fe": "InvalidNonce",
};

/** Every error of every contract of ours, and of what they call. A test compares the names with the ABIs. */
export const ADVICE: Readonly<Record<string, string>> = {
  AccessPolicy_DelegationInvalid:
    "A delegate is an account, for 30 days at most. Name one, and a time before the one in the error.",
  AccessPolicy_NotPublisher:
    "Only the account that registered the work sets its policies. Sign with that account's key.",
  AccessPolicy_PolicyMissing: "No contract stands at the policy's address. Check the address and the chain.",
  AccessPolicy_TermsTooLong:
    "The terms are longer than a policy may keep. Put a list of accounts into an allow-list.",
  AllowListPolicy_NotListed:
    "The path does not lead from the viewer to the list's root. Make it from the whole list.",
  BoundedCall_GasTooLow: "The question needs more gas than it was given. Give at least what the error says.",
  ComposedPolicy_PartCount: "All-of and any-of have a part at least, not has exactly one. Correct the parts.",
  ComposedPolicy_TooDeep: "Policies stand too deep in one another. Put parts side by side.",
  ComposedPolicy_TooManyParts: "The policy has too many parts. Put accounts into one part, as a list.",
  ComposedPolicy_Undecided:
    "The parts do not decide: one failed, or its evidence was not shown. Show what they ask for.",
  MeteredPolicy_NotASequencer:
    "The sequencer of the terms does not serve. The publisher must name one that is bonded.",
  MeteredPolicy_PriceTooLow: "The receipt is for a lower price. Pay the difference, and ask for it again.",
  MeteredPolicy_ReceiptExpired: "The receipt has expired. Ask the sequencer for it again.",
  MeteredPolicy_ReceiptOfAnother:
    "The receipt is of another viewer, work or period. Show the one for this period.",
  MeteredPolicy_SignatureInvalid:
    "The sequencer of the terms did not sign the receipt. Ask that sequencer, on this chain.",
  PurchasePolicy_AlreadyOwned: "The viewer has the edition for ever. There is nothing to buy.",
  PurchasePolicy_NotForSale: "The edition is not for sale. Check its number, or ask the publisher.",
  PurchasePolicy_NotPublisher:
    "Only the account that registered the work sets its prices. Sign with that account's key.",
  PurchasePolicy_OfferChanged: "The offer is another now. Look at the one in the error, and buy again.",
  PurchasePolicy_TransferInexact:
    "The token keeps a part of what is transferred, and cannot be used here. Use another token.",
  StreamPolicy_NotStreaming: "No stream to the work flows. Open one, resume it, or top it up.",
  StreamPolicy_RateTooLow: "The stream flows more slowly than the policy asks. Raise its rate.",

  InteractionInputs_AlreadyDemanded:
    "This signature was demanded before. Wait until it is shown, or its time is over.",
  InteractionInputs_AlreadyRegistered: "The account is an actor already. Use the number in the error.",
  InteractionInputs_BondTooLow: "The ether sent is no bond of a demand. Send what demandBond says.",
  InteractionInputs_ForcedFirst: "A forced stride is due. Post the queue by postForced, then try again.",
  InteractionInputs_LengthInvalid:
    "Inputs are 1 to 64 whole strides, a forced one is one: 192 bytes of operations each, and 1,024 of signatures or none. Fill up with zeros.",
  InteractionInputs_NoKey: "The zero address signs nothing. Name the address of a key.",
  InteractionInputs_NotASequencer:
    "Only a sequencer with a bond posts inputs, until nothing was confirmed for long. Force the stride, or register.",
  InteractionInputs_NotDemanded:
    "Nobody waits for this signature: it was not demanded, was shown for this version or a later one, or its bond is back. Check number, stride and place.",
  InteractionInputs_NothingToSign:
    "No operation that could take effect stands in this place. Demand the signature of another, or leave it.",
  InteractionInputs_NotInPosting:
    "The stride is not in the posting. Give its operations, signatures and path as the posting's log has them.",
  InteractionInputs_NotPosted: "The posting of this number is another. Take the one in its InputsPosted log.",
  InteractionInputs_NotRegistered: "The account is no actor. Register it first.",
  InteractionInputs_NothingForced: "No stride waits in the queue. There is nothing to post.",
  InteractionInputs_SignatureInvalid:
    "The actor's first key did not sign the operation for this version. Show the 64 bytes that it signed.",
  InteractionInputs_Signed:
    "The posting has its signatures, which everyone checks. There is nothing to demand.",
  InteractionInputs_TooEarly:
    "The signature may still be shown. Reclaim the bond after the time in the error.",
  InteractionInputs_TooLate:
    "The time to demand or to show signatures of this posting is over. Its marks are final: go by them.",
  InteractionRollup_AlreadyAsserted: "The same stands asserted. Let it stand: a second bond changes nothing.",
  InteractionRollup_AlreadyConfirmed: "The posting has a final state. Assert the next one.",
  InteractionRollup_BondWrong: "The bond is exact. Send the ether that the error names.",
  InteractionRollup_NoRoot:
    "No root of this posting is kept: it is not final yet, or 64 later ones are. Read a leaf of a newer one.",
  InteractionRollup_NotEarlier:
    "The reward is not the caller's: no commitment to this stride is older than the falsification and the holder's, or the time is over.",
  InteractionRollup_NotInPosting:
    "The stride is not in the posting. Give its operations, signatures and path as the posting's log has them.",
  InteractionRollup_NotNext:
    "Assertions become final in the order of postings. Confirm the one of the posting and root in the error first.",
  InteractionRollup_NotOrphaned: "The assertion may still become final. Falsify it if it is false.",
  InteractionRollup_NotPending:
    "The assertion does not stand: it was never made, is final, or somebody ended it before. Read statusOf.",
  InteractionRollup_NotPosted: "The posting of this number is another. Take the one in its InputsPosted log.",
  InteractionRollup_NotTheGuardian: "Only the guardian delays a confirmation, once for each posting.",
  InteractionRollup_NothingToCollect:
    "The assertion still stands, or its bond was paid. Falsify, reap or confirm it first, or leave it.",
  InteractionRollup_RootBeforeDiffers:
    "The evidence opens another root than the one before the stride. Make it from the state after the stride before.",
  InteractionRollup_RootCountWrong:
    "An assertion has one root for each stride of its posting. Give that many.",
  InteractionRollup_RootTrue:
    "The stride leads to the asserted root: it is no falsehood. Look at your own state.",
  InteractionRollup_RootsInvalid:
    "These are not the assertion's roots. Take them, all and in order, from its Asserted log.",
  InteractionRollup_TooEarly:
    "Not yet: signatures may still be shown, the window runs, or a reward waits. Try again at the time in the error.",
  ViewerRewards_EpochTooFar:
    "Epochs are hours since 1970: time in seconds, divided by 3,600. Back one that begins within a day.",
  ViewerRewards_NotAnActor:
    "The account never registered for interactions, so nothing can be owed to it. Check the address.",
  ViewerRewards_NotInState:
    "The leaf has another value, or another posting's root. Make the witness anew, under the last final root.",
  ViewerRewards_NotThePeer: "Another actor helped in this slot. Pay the account of the actor in the error.",
  ViewerRewards_TooEarly: "The backing still waits for claims. Take it back at the time in the error.",
  Leaves_Unread: "The evidence lacks a leaf that the stride reads. Make it anew, for this stride.",
  StateTree_WitnessInvalid: "The bytes are no witness of these leaves. Make them anew, for these keys.",
  AvailabilityCourt_BeyondHolding:
    "The edge promised fewer chunks than that. Ask for one that it promised, or for a new promise.",
  AvailabilityCourt_BondTooLow: "The ether sent is no bond of this slot. Send what bondOf says.",
  AvailabilityCourt_HoldingOver: "The edge's promise is over. Ask the edge for a new one.",
  AvailabilityCourt_NoSuchPiece: "A chunk has 64 pieces at most. Ask for a piece from 0 to 63.",
  AvailabilityCourt_NotAnEdge:
    "Who signed the promise does not serve as an edge. Check the promise, the signature, the chain and the court.",
  AvailabilityCourt_NotOpen:
    "No such request is open: it was answered or collected, or a field differs. Read it from its log.",
  AvailabilityCourt_PieceInvalid:
    "The piece does not lead to the chunk's root. Send its 1,024 bytes, filled up with zeros, and its path.",
  AvailabilityCourt_ProofInvalid:
    "The proof is not of the requested chunk in its generation. Prove that chunk.",
  AvailabilityCourt_RequestSound: "The request is as it says. Answer it with the piece.",
  AvailabilityCourt_SlotTaken: "The slot has an open request, or is none. Take another one, from 0 to 7.",
  AvailabilityCourt_TooEarly: "The edge may still answer. Collect once the epoch in the error is over.",
  AvailabilityCourt_TooLate: "The time for an answer is over. Anyone may collect the request now.",
  ContentCourt_ChunkCommitted:
    "The receipt's chunk is one of the generation's. Slash with the path of that chunk.",
  ContentCourt_IndexMismatch:
    "The proof is of another chunk than the receipt. Give the path of the receipt's chunk.",
  ContentCourt_NoContradiction:
    "The two are of different places, or say the same: there is nothing to slash.",
  ContentCourt_NotAnEdge:
    "The signer of the receipt has no bond as an edge. Check the receipt, the chain and the court's address.",
  ContentCourt_NotThePublisher:
    "The work's publisher did not sign the leaf. Check the leaf, the signature, the chain and the court.",
  ContentCourt_ProofInvalid:
    "The proof is no path under the root of the receipt's generation. Read the leaf list again, and build the path anew.",
  ContentCourt_ReceiptTrue: "The edge signed the committed chunk: there is nothing to slash.",
  ContentCourt_StillLive: "The work still grows, and may yet hold the chunk. Slash once the work has ended.",
  ContentCourt_TwoSigners:
    "Two accounts signed the receipts, which contradicts neither. Give two of one edge.",

  ContentRegistry_AlreadyRegistered:
    "The account has registered this work before. Republish it, or choose another salt.",
  ContentRegistry_CheckpointTooLong: "A checkpoint holds 1,000 chunks at most. Append several.",
  ContentRegistry_Empty: "A work and a checkpoint need a chunk. Give at least one.",
  ContentRegistry_EndpointTooLong: "A URL on chain has 256 bytes at most. Give a shorter one.",
  ContentRegistry_NotLive: "The work has ended, or was never live. Republish it, or register a live one.",
  ContentRegistry_NotPublisher:
    "Only the account that registered the work may change it. Sign with that account's key.",
  ContentRegistry_PayeeInvalid:
    "The payee is neither an account nor a registered split. Check the address, or create the split first.",
  ContentRegistry_SizesDisagree:
    "Chunks have 1 to 65,536 bytes, and the sizes given do not fit. Hash the file again.",
  ContentRegistry_StillLive: "The work is live and still grows. End it before republishing it.",
  ContentRegistry_Unknown: "No such work is registered on this chain. Check its id and --rpc-url.",

  Deposits_PrepaidTooLow:
    "The prepaid balance is below the deposit. Prepay more, or fund the deposit in another way.",
  Deposits_ValueInexact:
    "The ether sent differs from the deposit. Send exactly the deposit, and none for a token.",

  Dleq_HintWrong:
    "A hint does not follow from the answer and the seat. Compute the hints anew, with the seat of the answer's epoch.",

  KeyCourt_AnswerTrue: "The key node's answer is true: there is nothing to slash.",
  KeyCourt_NotTheMember:
    "The signer of the answer does not have the answer's seat. Check the answer, the chain and the court's address.",

  KeyGeneration_AlreadyBegun:
    "The account began a generation with this salt before. Choose another salt, or go on with that one.",
  KeyGeneration_AlreadyCommitted: "The member has committed to a dealing. Reveal that one.",
  KeyGeneration_ComplaintFalse:
    "The dealer's share is right, or the complaint's proof is false: the dealer stays. Check dealer, victim and dealing.",
  KeyGeneration_DealingDiffers:
    "The dealing is not the one that its dealer committed to or revealed. Give exactly that one.",
  KeyGeneration_DealingMalformed:
    "A dealing has as many coefficients as the threshold, and a sealed share for each place. Deal anew.",
  KeyGeneration_Finished:
    "The committee's first epoch has begun. Its members agree on the next by a refresh.",
  KeyGeneration_NotTheMember:
    "The account does not have this place. Sign with the member's key, or correct the place.",
  KeyGeneration_NotTheNextEpoch:
    "Another epoch begins next, so these seats can no longer begin, or not yet. Confirm the seats of the next epoch.",
  KeyGeneration_PointInvalid: "A point is not on secp256k1, or out of the contracts' reach. Draw another.",
  KeyGeneration_SizeOutOfRange:
    "A generated committee has 2 to 16 members, and a threshold of 2 to their number. Correct them.",
  KeyGeneration_TooFewConfirmed:
    "Fewer members confirmed these very seats than the threshold says. Wait for more, or check the seats.",
  KeyGeneration_TooFewDealers:
    "Too many members dealt nothing or lied, so the key cannot be trusted. Begin with another salt.",
  KeyGeneration_Unknown:
    "No such generation was begun on this chain, or its committee has not begun. Check its id.",
  KeyGeneration_WrongTime:
    "The step is taken between the two times in the error. Wait, or begin with another salt.",

  KeyRegistry_AlreadyDealt: "The account dealt this committee before. Refresh it, or choose another salt.",
  KeyRegistry_PlaceCount: "A committee has 1 to 16 places, with one point each. Correct the lists.",
  KeyRegistry_MemberTwice: "The account in the error is named twice. Name each member once.",
  KeyRegistry_NotAKeyholder:
    "The account in the error does not serve as a keyholder. Its operator must register it with a bond first.",
  KeyRegistry_NotOwner: "Only the committee's owner may do this. Sign with the owner's key.",
  KeyRegistry_PointInvalid:
    "A point is not on secp256k1, or out of the contracts' reach. Deal the key shares anew.",
  KeyRegistry_ThresholdOutOfRange: "The threshold is 1 to the number of members. Choose another.",
  KeyRegistry_Unknown: "No such committee stands on this chain. Check its id and --rpc-url.",

  OperatorRegistry_AlreadyRegistered:
    "The account is registered already. Withdraw its bond first, or take another key for another role.",
  OperatorRegistry_BondTooLow:
    "The bond is below the registry's minimum, which the error names in wei. Give a higher --bond.",
  OperatorRegistry_EndpointLength: "A URL on chain has 1 to 256 bytes. Give a shorter --public-url.",
  OperatorRegistry_NoRole: "The registration names no role. Name one.",
  OperatorRegistry_NotACourt:
    "Only the courts of the deployment take bonds. Slash through ContentCourt, AvailabilityCourt, KeyCourt or Placement.",
  OperatorRegistry_NotRegistered: "The account is no operator here. Register it with a bond first.",
  OperatorRegistry_NotUnbonding:
    "The operator has not begun to retire. Start to unbond, wait, then withdraw.",
  OperatorRegistry_NothingToSlash: "The operator has no bond: it was slashed or withdrawn before.",
  OperatorRegistry_SlashedForever: "A court took the operator's bond. Register with another key.",
  OperatorRegistry_StillBonded: "The bond is locked until the time in the error. Withdraw it then.",
  OperatorRegistry_Unbonding: "The operator is retiring. Withdraw the bond, then register again.",

  PaymentChannels_AboveDeposit:
    "The channel's deposit holds less than that. Top the channel up, or ask for less.",
  PaymentChannels_AlreadyUsed:
    "A channel with this id was opened before. Choose another salt or session key.",
  PaymentChannels_BelowSettled:
    "The payee was paid more before, which nobody can take back. Ask for a higher sum.",
  PaymentChannels_ConsentInvalid:
    "The payee did not sign this consent. Ask the payee for one over these very terms.",
  PaymentChannels_ConsentUsed: "The consent was used before. Ask the payee for one with another nonce.",
  PaymentChannels_DeadlinePassed: "The signature was good until the time in the error. Ask for a new one.",
  PaymentChannels_NoDeposit:
    "Nothing of the deposit arrived: a channel needs one above zero. Give a deposit.",
  PaymentChannels_NotClosing:
    "The channel is not closing. Start the close first, and finish it after the window.",
  PaymentChannels_NotOpen:
    "No such channel is open: it was closed, or never opened with these terms. Check its id.",
  PaymentChannels_NotPayee: "Only the channel's payee may do this. Sign with the payee's key.",
  PaymentChannels_NotPayer:
    "Only the channel's payer may do this. Sign with the key that opened the channel.",
  PaymentChannels_RowsMalformed: "The settlement's rows have the wrong length. Encode them again.",
  PaymentChannels_SessionKeyZero:
    "The session key is the zero address, which cannot sign. Give a key's address.",
  PaymentChannels_SignatureInvalid:
    "The signature is not the named account's over these values. Sign again with that account's key, on this chain.",
  PaymentChannels_TooEarly:
    "The payee may still settle, until the time in the error. Finish the close after it.",
  PaymentChannels_WindowOutOfRange: "A window has 900 to 2,592,000 seconds. Give another --window.",

  Payouts_PayeeInvalid:
    "The payee is neither an account nor a registered split that takes this token. Check the payee, or create the split first.",

  GuardedTransfer_AuthorizationRefused:
    "The token refused the owner's authorization: used, expired, or for another deposit. Sign a new one.",
  GuardedTransfer_DestinationInvalid:
    "Money sent there would be lost: to nobody, or to the contract itself. Name another account.",
  GuardedTransfer_GasTooLow: "A payment may have failed for want of gas. Give the transaction more gas.",

  Placement_AlreadyPublished: "The edge has published its plan of the epoch. Publish one in the next epoch.",
  Placement_NotAnEdge:
    "Only a bonded edge declares a capacity or publishes a plan. Register it, and keep its bond above the least.",
  Placement_NotInPlan:
    "The owners and the proof do not lead to the root that the edge published. Make the proof from its whole plan.",
  Placement_NotPresent: "A plan is published in its own epoch. Compute the plan of the present one.",
  Placement_NotPublisher:
    "Only the account that registered the work names its regions. Sign with that account's key.",
  Placement_OtherChain:
    "The chain has another block at that height, or it is too old. Compute the plan again.",
  Placement_PlanTrue: "The work has the owners that the plan gives it. There is nothing to dispute.",
  Placement_RegionsInvalid: "A work has at most eight regions, in ascending order, none empty. Sort them.",
  PositionToken_DestinationInvalid:
    "The contract that pays a position cannot own it: the payments would be lost. Name another owner.",
  PositionToken_FactsUnavailable: "The position's contract does not answer for it. Check the position's id.",
  PositionToken_NotIssuer: "Only the contract that made the position may change it.",
  PositionToken_NotOwner: "Only the position's owner may do this. Sign with the owner's key.",
  PositionToken_Restricted: "The position's owner lets nobody else have it paid. Sign with the owner's key.",

  SplitRollup_AmountZero: "An entry credits nothing. Leave it out.",
  SplitRollup_BatchEmpty: "The open batch has no entries. Wait for a credit.",
  SplitRollup_BatchMismatch:
    "The links are not those of the sealed batch. Read its Credited events again, in order.",
  SplitRollup_BatchTooYoung:
    "The batch may be sealed when it is full or old enough: try again after the time in the error.",
  SplitRollup_BeneficiaryZero: "The beneficiary of the fees is the zero address. Name an account.",
  SplitRollup_EntriesMalformed: "The entries have the wrong length. Encode 1 to 4,095 entries of 13 bytes.",
  SplitRollup_NothingSealed:
    "The segment has no sealed batch to settle: another prover was first, or none is due.",
  SplitRollup_NothingToClaim: "The share was paid already. Wait until more revenue is settled.",
  SplitRollup_ProofInvalid:
    "The proof is not for these values on this chain. Build the circuits' keys again, and prove anew.",
  SplitRollup_RootUnknown:
    "The root is too old or not settled yet. Prove against the segment's present root.",
  SplitRollup_SlotUnknown: "The segment has no split at this slot. Check the split's id.",
  SplitRollup_SplitUnknown: "No such split is registered on this chain. Check its id and --rpc-url.",
  SplitRollup_TableHashInvalid: "The table's hash is out of range. Create the split from its table again.",

  Staking_BelowMinimum:
    "A stake is none, or at least the minimum in the error, in wei. Stake more, or withdraw all.",
  Staking_DestinationInvalid:
    "The zero address and the contract itself can neither stake nor be paid. Name another account.",
  Staking_ExceedsStake: "The account has staked less than that. Withdraw at most what is staked.",
  Staking_GrantForeign: "The grant pays another account or another token. Name the stakers' own grant.",
  Staking_NothingStaked: "The account has no stake. Stake first.",

  StreamToken_DestinationInvalid:
    "The zero address holds no tokens. Name an account; to destroy tokens, burn them.",

  StorageDeals_CopiesInvalid: "A deal pays 3 to 16 copies. Name another number.",
  StorageDeals_DepositTooLow:
    "The deposit pays no epoch of the deal: the error names what one costs, for all copies. Deposit more, or offer less.",
  StorageDeals_HoldingInvalid:
    "A holding counts if it is of all chunks of the work's present generation, and ends after the present epoch. Sign another.",
  StorageDeals_NotFinished:
    "A deal is for a work that is registered and grows no more. Check the id, or end the work first.",
  StorageDeals_NotPayer: "Only whoever opened the deal stops it. Sign with that account's key.",
  StorageDeals_NothingDue:
    "None of those epochs is due to the edge: paid before, not three epochs old, lost, not owned, or no holding was posted.",
  StorageDeals_NothingToReturn:
    "Shares come back once their claim period is over. Try again after it, or stop the deal for the epochs to come.",
  StorageDeals_Over: "There is no such deal, or its last epoch has begun. Open another.",
  StorageDeals_SignatureInvalid: "No edge signed that holding. Check the signature, the chain and the court.",

  StreamPools_AlreadySeated:
    "The viewer's seat still runs. Leave the pool first, or wait for the seat's end.",
  StreamPools_DayOutOfRange: "A seat ends on a day between the two in the error. Choose one of them.",
  StreamPools_NotSeated: "The viewer has no seat that still runs. Join the pool first.",
  StreamPools_RateZero: "A seat needs a rate above zero. Give one.",
  StreamPools_TransferInexact:
    "The token keeps a part of what is transferred, and cannot be used here. Use another token.",

  Streams_AboveUnspent: "Less of the funds is unspent. Take back at most what the error names.",
  Streams_AlreadyOpen: "The stream still runs. Top it up, or open another with a new salt.",
  Streams_AmountNotAccrued:
    "Less has accrued than was asked for. Ask for at most what the error says is available.",
  Streams_BatchGasTooLow:
    "The calls of the batch get too little gas each. Give more gas, or make fewer calls.",
  Streams_DepositZero: "A stream needs a deposit above zero. Give a longer duration or a higher deposit.",
  Streams_IsPosition:
    "The stream is a position already. Transfer the position; to pay on, top the stream up or open another.",
  Streams_NotHolder: "Only the payee, or the owner of the payee's position, may do this. Sign with that key.",
  Streams_NotOpen: "No such stream is open. Check its id, payee and token.",
  Streams_NotPaused: "The stream is not paused.",
  Streams_NotStreaming: "The stream is paused or its deposit is used up. Resume it, or top it up.",
  Streams_NotViewer: "Only the stream's viewer may do this. Sign with the viewer's key.",
  Streams_RateZero: "A stream needs a rate above zero. Give one.",
  Streams_TokenNotOfRollup: "Streams and splits must use one token. Deploy both with the same one.",

  TokenDistribution_BeneficiaryInvalid:
    "An allocation's account cannot be paid. Correct it in script/config/.",
  TokenDistribution_NotWhole: "The supply is not all there: it was distributed before.",

  TokenVesting_AlreadyPosition: "The grant is a position already. Transfer the position instead.",
  TokenVesting_AlreadyRedeemed: "The allotment was redeemed before: its grant exists.",
  TokenVesting_AlreadyUsed: "A grant with this id was made before. Choose another salt.",
  TokenVesting_CampaignClosed: "The campaign was closed. Ask its granter for another.",
  TokenVesting_CampaignExpired: "The campaign has expired. Ask its granter for another.",
  TokenVesting_CampaignNotExpired:
    "Allotments were redeemed, so the rest can be taken back only after the time in the error.",
  TokenVesting_CampaignTooSmall: "The campaign holds less than the lot needs. Its granter must add to it.",
  TokenVesting_DestinationInvalid:
    "The destination is the zero address or the contract itself. Name another account.",
  TokenVesting_LineInvalid:
    "The times of the line are out of order. Give the start, then the cliff, then the end.",
  TokenVesting_LotTooSmall:
    "The lot's allotments promise more than its total. Ask the granter to correct the list.",
  TokenVesting_NotBeneficiary: "Only the grant's beneficiary may do this. Sign with the beneficiary's key.",
  TokenVesting_NotGranted: "No such grant exists on this chain. Check its id and --rpc-url.",
  TokenVesting_NotGranter: "Only the granter may do this. Sign with the granter's key.",
  TokenVesting_NotRevocable: "The grant cannot be revoked, or was revoked before.",
  TokenVesting_NothingGranted: "The grant is of nothing. Give an amount above zero.",
  TokenVesting_ScheduleMismatch:
    "The schedule is not the one of the grant. Give the schedule that it was made with.",
  TokenVesting_SignatureExpired: "The signature's deadline has passed. Sign again with a later one.",
  TokenVesting_SignatureInvalid:
    "The signature is not the named account's. Sign again with that account's key.",
  TokenVesting_StepInvalid:
    "A step of the schedule is out of order or has no weight. Correct the step in the error.",
  TokenVesting_TooManySteps: "The schedule has too many steps. Use fewer.",
  TokenVesting_TransferInexact:
    "The token keeps a part of what is transferred. Grant one by one, or use another token.",

  // of the token, and of libraries
  AllowanceOverflow: "The allowance would exceed what a token can count. Approve less.",
  AllowanceUnderflow: "The allowance is smaller than what is taken off. Take off less.",
  InsufficientAllowance: "The account has not approved so much of the token. Approve the amount first.",
  InsufficientBalance:
    "The account holds less of the token than that. Send the account the rest, or ask for less.",
  InvalidPermit: "The permit's signature is not the owner's over these values. Sign again.",
  PermitExpired: "The permit's deadline has passed. Sign again with a later one.",
  Permit2AllowanceIsFixedAtInfinity: "Permit2 may always take STREAM. Leave that approval out.",
  TotalSupplyOverflow: "The supply would exceed what a token can count.",
  TransferFromFailed:
    "The token did not move: the account holds too little of it, or has approved too little. Check balance and allowance.",
  TransferFailed:
    "The token did not move: the contract or its token refused. Check the token and the receiver.",
  ApproveFailed: "The token refused the approval. Check the token.",
  ETHTransferFailed: "The receiver refused the ether. Pay another account.",
  Overflow: "An amount or a time is larger than the contract can count. Give a smaller one.",
  Reentrancy: "The contract was called from within itself. Call it on its own.",
  InvalidSigner: "The signature is not the owner's. Sign again with the owner's key, on this chain.",
  InvalidNonce: "The signature's nonce was used before. Sign again with another.",
  SignatureExpired: "The signature's deadline has passed. Sign again with a later one.",
  InvalidAmount: "The signature allows less than that. Sign for the whole amount.",

  AccountBalanceOverflow: "The account has more positions than can be counted. Use another account.",
  BalanceQueryForZeroAddress: "The zero address owns nothing. Name an account.",
  NotOwnerNorApproved:
    "Only the position's owner, or whom the owner approved, may do this. Sign with that key.",
  TokenAlreadyExists: "The position exists already.",
  TokenDoesNotExist: "No such position exists. Check its id.",
  TransferFromIncorrectOwner: "The position belongs to another account. Check its owner.",
  TransferToNonERC721ReceiverImplementer:
    "The receiving contract takes no positions. Choose another receiver.",
  TransferToZeroAddress: "Nothing can be sent to the zero address. Name an account.",

  ERC2771ForwarderExpiredRequest: "The request's deadline has passed. Sign again with a later one.",
  ERC2771ForwarderInvalidSigner: "The request is not signed by its sender. Sign again with the sender's key.",
  ERC2771ForwarderMismatchedValue:
    "The ether sent differs from what the request asks for. Send exactly that.",
  ERC2771ForwarderNoRefundReceiver:
    "Requests that may fail need an account for what is left of the ether. Name one.",
  ERC2771UntrustfulTarget: "The called contract does not trust this forwarder. Call StreamingProtocol.",
  FailedCall: "The forwarded call failed. Simulate the call itself to see why.",
  InvalidAccountNonce: "The request's nonce is used up. Sign again with the present one.",
  InvalidShortString: "The contract's name is damaged. Check the deployment.",
  StringTooLong: "The text is too long for the contract. Give a shorter one.",
};

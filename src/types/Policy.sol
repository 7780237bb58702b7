// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPolicy} from "src/interfaces/IPolicy.sol";

/// @notice A policy, and the terms that it decides by.
/// @param policy The contract that decides; 0 for no policy, which lets nobody in.
/// @param terms In the policy's own encoding, which the policy's contract describes.
struct Policy {
    IPolicy policy;
    bytes terms;
}

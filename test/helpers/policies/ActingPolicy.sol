// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPolicy} from "src/interfaces/IPolicy.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";

/// @notice What a policy can do when it is asked. The first two answer; all others leave the answer open.
enum Act {
    Yes,
    No,
    Revert,
    RevertWithAMillionBytes,
    Loop,
    BurnAll,
    Nothing,
    OneByte,
    WordTwo,
    TwoWords,
    AMillionBytes
}

/// @notice Does what its terms say.
contract ActingPolicy is IPolicy {
    error Refused();

    uint256 private constant MANY = 1_000_000;

    function isAllowed(AccessRequest calldata, bytes calldata terms, bytes calldata)
        external
        pure
        returns (bool)
    {
        Act act = abi.decode(terms, (Act));
        if (act == Act.Revert) revert Refused();
        while (act == Act.Loop) {}
        if (act == Act.BurnAll) {
            assembly {
                invalid()
            }
        }
        if (act == Act.RevertWithAMillionBytes) {
            assembly {
                mstore(0, 1)
                revert(0, MANY)
            }
        }
        if (act > Act.BurnAll) _return(act);
        return act == Act.Yes;
    }

    function _return(Act act) private pure {
        uint256 word = act == Act.WordTwo ? 2 : 1;
        uint256 length = 32;
        if (act == Act.Nothing) length = 0;
        if (act == Act.OneByte) length = 1;
        if (act == Act.TwoWords) length = 64;
        if (act == Act.AMillionBytes) length = MANY;
        assembly {
            mstore(0, word)
            return(0, length)
        }
    }
}

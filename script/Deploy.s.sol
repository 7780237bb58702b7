// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Script} from "forge-std/Script.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {ContentCourt} from "src/ContentCourt.sol";
import {ContentRegistry} from "src/ContentRegistry.sol";
import {OperatorRegistry} from "src/OperatorRegistry.sol";
import {PaymentChannels} from "src/PaymentChannels.sol";
import {SplitRollup} from "src/SplitRollup.sol";
import {IClaimVerifier, ISettleVerifier, IVerifier} from "src/interfaces/IVerifiers.sol";
import {StreamToken} from "src/token/StreamToken.sol";
import {ClaimVerifier} from "src/verifiers/ClaimVerifier.sol";
import {SettleVerifier} from "src/verifiers/SettleVerifier.sol";

/// @notice Deploys the whole protocol by `script/config/<chain>.json`, and writes its addresses to
/// `script/deployments/<chain>.json`, or to the file that TRIBUTARY_DEPLOYMENT names.
contract Deploy is Script {
    using SafeCastLib for uint256;

    /// @param holder Who receives the supply of STREAM, to distribute it.
    struct Config {
        address holder;
        uint96 provingFeeWei;
        uint40 sealAgeSec;
        uint96 minimumBondWei;
        uint40 unbondingDelaySec;
    }

    struct Deployment {
        StreamToken streamToken;
        ISettleVerifier settleVerifier;
        IClaimVerifier claimVerifier;
        SplitRollup splitRollup;
        ContentRegistry contentRegistry;
        PaymentChannels paymentChannels;
        OperatorRegistry operatorRegistry;
        ContentCourt contentCourt;
    }

    /// @notice The keys of a verifier come from a setup whose secret is known: anyone could prove anything.
    error Deploy_KeysNotFromCeremony(address verifier, string setup);
    /// @notice Somebody else used the deployer's nonce in between.
    error Deploy_CourtMisplaced(address predicted, address actual);

    uint256 private constant LOCAL_CHAIN = 31_337;

    function run() external returns (Deployment memory deployment) {
        string memory chain = vm.toString(block.chainid);
        deployment = deploy(readConfig(vm.readFile(string.concat("script/config/", chain, ".json"))));
        write(
            deployment, vm.envOr("TRIBUTARY_DEPLOYMENT", string.concat("script/deployments/", chain, ".json"))
        );
    }

    function deploy(Config memory config) public returns (Deployment memory d) {
        vm.startBroadcast();
        (, address deployer,) = vm.readCallers();
        d.streamToken = new StreamToken(config.holder);
        d.settleVerifier = ISettleVerifier(address(new SettleVerifier()));
        d.claimVerifier = IClaimVerifier(address(new ClaimVerifier()));
        _requireCeremony(d.settleVerifier);
        _requireCeremony(d.claimVerifier);
        d.splitRollup = new SplitRollup(
            address(d.streamToken), config.provingFeeWei, config.sealAgeSec, d.settleVerifier, d.claimVerifier
        );
        d.contentRegistry = new ContentRegistry(d.splitRollup);
        d.paymentChannels = new PaymentChannels(d.splitRollup);

        // the registry knows its courts for ever, and the court its registry: the court's address is predicted
        address[] memory courts = new address[](1);
        courts[0] = vm.computeCreateAddress(deployer, vm.getNonce(deployer) + 1);
        d.operatorRegistry = new OperatorRegistry(
            address(d.streamToken), config.minimumBondWei, config.unbondingDelaySec, courts
        );
        d.contentCourt = new ContentCourt(d.contentRegistry, d.operatorRegistry);
        if (address(d.contentCourt) != courts[0]) {
            revert Deploy_CourtMisplaced(courts[0], address(d.contentCourt));
        }
        vm.stopBroadcast();
    }

    function readConfig(string memory json) public pure returns (Config memory) {
        return Config({
            holder: vm.parseJsonAddress(json, ".holder"),
            provingFeeWei: vm.parseJsonUint(json, ".provingFeeWei").toUint96(),
            sealAgeSec: vm.parseJsonUint(json, ".sealAgeSec").toUint40(),
            minimumBondWei: vm.parseJsonUint(json, ".minimumBondWei").toUint96(),
            unbondingDelaySec: vm.parseJsonUint(json, ".unbondingDelaySec").toUint40()
        });
    }

    function write(Deployment memory d, string memory path) public {
        string memory contracts = "contracts";
        vm.serializeAddress(contracts, "StreamToken", address(d.streamToken));
        vm.serializeAddress(contracts, "SettleVerifier", address(d.settleVerifier));
        vm.serializeAddress(contracts, "ClaimVerifier", address(d.claimVerifier));
        vm.serializeAddress(contracts, "SplitRollup", address(d.splitRollup));
        vm.serializeAddress(contracts, "ContentRegistry", address(d.contentRegistry));
        vm.serializeAddress(contracts, "PaymentChannels", address(d.paymentChannels));
        vm.serializeAddress(contracts, "OperatorRegistry", address(d.operatorRegistry));
        contracts = vm.serializeAddress(contracts, "ContentCourt", address(d.contentCourt));
        string memory file = "deployment";
        vm.serializeUint(file, "chainId", block.chainid);
        vm.serializeUint(file, "startBlock", block.number);
        vm.writeJson(vm.serializeString(file, "contracts", contracts), path);
    }

    function _requireCeremony(IVerifier verifier) private view {
        string memory setup = verifier.SETUP();
        if (block.chainid != LOCAL_CHAIN && keccak256(bytes(setup)) != keccak256("ceremony")) {
            revert Deploy_KeysNotFromCeremony(address(verifier), setup);
        }
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Base64} from "solady/utils/Base64.sol";
import {DateTimeLib} from "solady/utils/DateTimeLib.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {LibString} from "solady/utils/LibString.sol";

import {TokenText} from "src/libraries/TokenText.sol";
import {PositionFacts, PositionWords} from "src/types/Position.sol";

/// @title PositionArt
/// @notice Draws a position: a ring of the paid, the due and the coming part, over three streams that join.
/// @dev Every text from outside goes through {TokenText}, so nothing needs to be escaped.
library PositionArt {
    using LibString for uint256;
    using LibString for address;

    /// @dev The ring's circumference: its radius is 600 / 2 pi.
    uint256 private constant RING = 600;
    uint256 private constant KIND_LENGTH = 10;

    /// @return The position as a data URI of JSON.
    function uri(uint256 positionId, address issuer, PositionFacts memory facts)
        internal
        view
        returns (string memory)
    {
        uint256 decimals = TokenText.decimalsOf(facts.token);
        PositionWords memory words = PositionWords({
            kind: TokenText.safe(facts.kind, KIND_LENGTH),
            symbol: TokenText.symbolOf(facts.token),
            total: TokenText.amount(facts.total, decimals),
            paid: TokenText.amount(facts.paid, decimals),
            due: TokenText.amount(facts.due, decimals),
            fate: facts.isRevocable ? "revocable" : "not revocable",
            date: facts.endsAt == 0 ? "open end" : _date(facts.endsAt)
        });
        string memory json = string.concat(
            _title(positionId, issuer, words),
            _attributes(facts, words),
            '],"image":"data:image/svg+xml;base64,',
            Base64.encode(bytes(_svg(positionId, facts, words))),
            '"}'
        );
        return string.concat("data:application/json;base64,", Base64.encode(bytes(json)));
    }

    function _title(uint256 positionId, address issuer, PositionWords memory words)
        private
        pure
        returns (string memory)
    {
        return string.concat(
            '{"name":"Tributary ',
            words.kind,
            " ",
            TokenText.short(positionId, 32),
            '","description":"Pays ',
            words.symbol,
            " to whoever owns this token, as ",
            issuer.toHexString(),
            " says. It is ",
            words.fate,
            '. What is due may be taken until the moment of a sale.","attributes":['
        );
    }

    function _attributes(PositionFacts memory facts, PositionWords memory words)
        private
        pure
        returns (string memory)
    {
        return string.concat(
            _attribute("Token", facts.token.toHexString(), ","),
            _attribute("Symbol", words.symbol, ","),
            _amounts(words),
            _attribute("Ends", words.date, ","),
            _attribute("Revocable", facts.isRevocable ? "yes" : "no", "")
        );
    }

    function _amounts(PositionWords memory words) private pure returns (string memory) {
        return string.concat(
            _attribute("Total", words.total, ","),
            _attribute("Paid", words.paid, ","),
            _attribute("Due", words.due, ",")
        );
    }

    function _attribute(string memory trait, string memory value, string memory comma)
        private
        pure
        returns (string memory)
    {
        return string.concat('{"trait_type":"', trait, '","value":"', value, '"}', comma);
    }

    function _svg(uint256 positionId, PositionFacts memory facts, PositionWords memory words)
        private
        view
        returns (string memory)
    {
        return string.concat(
            _background(positionId % 360),
            _heading(positionId, words),
            _ring(facts),
            _rows(words),
            _footer(facts, words)
        );
    }

    /// @param hue The position's own colour.
    function _background(uint256 hue) private pure returns (string memory) {
        string memory own = hue.toString();
        string memory next = ((hue + 50) % 360).toString();
        return string.concat(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 540" font-family="system-ui,sans-serif" font-size="16" fill="#fff"><style>.s{font-size:14px;fill-opacity:.7}.m{font-family:monospace}.e{text-anchor:end}.c{text-anchor:middle}.b{font-weight:700}circle{fill:none;stroke-width:18px}</style><linearGradient id="n" x2="1" y2="1"><stop stop-color="hsl(',
            own,
            ',45%,17%)"/><stop offset="1" stop-color="hsl(',
            next,
            ',55%,7%)"/></linearGradient><linearGradient id="a"><stop stop-color="hsl(',
            own,
            ',90%,70%)"/><stop offset="1" stop-color="hsl(',
            next,
            ',90%,62%)"/></linearGradient><rect width="400" height="540" rx="28" fill="url(#n)"/><path d="M0 96C150 110 120 330 400 348M0 190C130 200 150 335 400 352M0 316C120 310 190 350 400 356" fill="none" stroke="url(#a)" stroke-width="9" opacity=".13"/>'
        );
    }

    function _heading(uint256 positionId, PositionWords memory words) private pure returns (string memory) {
        return string.concat(
            '<text x="32" y="48" class="s" letter-spacing="4">TRIBUTARY</text><text x="368" y="48" class="s m e">',
            TokenText.short(positionId, 32),
            '</text><text x="32" y="98" class="b" font-size="32">',
            words.kind,
            '</text><text x="368" y="98" class="e" font-size="20" fill="url(#a)">',
            words.symbol,
            '</text><text x="32" y="122" class="s">',
            words.fate,
            "</text>"
        );
    }

    function _ring(PositionFacts memory facts) private pure returns (string memory) {
        uint256 paid = _scaled(facts.paid, facts.total, RING);
        // facts may say that more is due than there is left
        uint256 due = FixedPointMathLib.min(_scaled(facts.due, facts.total, RING), RING - paid);
        uint256 permille = _scaled(facts.paid, facts.total, 1000);
        return string.concat(
            '<g transform="rotate(-90 200 236)">',
            _arc("#fff2", 0, RING),
            _arc("#fff", paid, due),
            _arc("url(#a)", 0, paid),
            '</g><text x="200" y="244" class="c b" font-size="40">',
            string.concat((permille / 10).toString(), ".", (permille % 10).toString()),
            '%</text><text x="200" y="270" class="c s">paid out</text>'
        );
    }

    /// @param from Where the arc begins, clockwise from the top.
    function _arc(string memory colour, uint256 from, uint256 length) private pure returns (string memory) {
        return string.concat(
            '<circle cx="200" cy="236" r="95.493" stroke="',
            colour,
            '" stroke-dasharray="0 ',
            from.toString(),
            " ",
            length.toString(),
            ' 600"/>'
        );
    }

    function _rows(PositionWords memory words) private pure returns (string memory) {
        return string.concat(
            '<rect x="32" y="375" width="12" height="12" rx="4" fill="url(#a)"/><rect x="32" y="407" width="12" height="12" rx="4"/><rect x="32" y="439" width="12" height="12" rx="4" fill="#fff2"/><g class="s"><text x="54" y="386">Paid</text><text x="54" y="418">Due</text><text x="54" y="450">Total</text></g><g class="e b"><text x="368" y="386">',
            words.paid,
            '</text><text x="368" y="418">',
            words.due,
            '</text><text x="368" y="450">',
            words.total,
            "</text></g>"
        );
    }

    function _footer(PositionFacts memory facts, PositionWords memory words)
        private
        view
        returns (string memory)
    {
        return string.concat(
            '<text x="32" y="504" class="s m">',
            TokenText.short(uint160(facts.token), 20),
            '</text><text x="368" y="504" class="s e">',
            facts.endsAt == 0 ? "" : facts.endsAt > block.timestamp ? "ends " : "ended ",
            words.date,
            "</text></svg>"
        );
    }

    /// @return `whole × part / total`, rounded down; `whole` for a part above the total.
    function _scaled(uint256 part, uint256 total, uint256 whole) private pure returns (uint256) {
        if (total == 0) return 0;
        return FixedPointMathLib.fullMulDiv(FixedPointMathLib.min(part, total), whole, total);
    }

    function _date(uint256 time) private pure returns (string memory) {
        (uint256 year, uint256 month, uint256 day) = DateTimeLib.timestampToDate(time);
        return string.concat(
            day.toString(),
            " ",
            LibString.slice("JanFebMarAprMayJunJulAugSepOctNovDec", month * 3 - 3, month * 3),
            " ",
            year.toString()
        );
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later

import { short } from "../format.ts";
import logo from "../icon.svg";
import { route } from "../route.ts";
import { isChoosing, wallet } from "../wallet/wallet.ts";

const PAGES = [
  { page: "library", href: "/", label: "Library" },
  { page: "studio", href: "/studio", label: "Studio" },
  { page: "account", href: "/account", label: "Account" },
] as const;

export function Header() {
  const { page } = route.value;
  return (
    <header class="header">
      <a class="brand" href="/">
        <img src={logo} alt="" width="28" height="28" />
        <span>Tributary</span>
      </a>
      <nav aria-label="Pages">
        {PAGES.map((one) => (
          <a key={one.page} href={one.href} aria-current={one.page === page ? "page" : undefined}>
            {one.label}
          </a>
        ))}
      </nav>
      <WalletButton />
    </header>
  );
}

function WalletButton() {
  const choose = () => {
    isChoosing.value = true;
  };
  const connected = wallet.value;
  if (!connected)
    return (
      <button type="button" class="button is-quiet" onClick={choose}>
        Wallet
      </button>
    );
  const [start, end] = short(connected.address).split("…");
  return (
    <button type="button" class="button is-quiet wallet-chip" onClick={choose} title={connected.address}>
      <span class="dot is-good" aria-hidden="true" />
      <span class="visually-hidden">Wallet: {connected.name}, </span>
      <span class="mono">
        {/* which a phone has no room for */}
        <span class="chip-start">{start}</span>…{end}
      </span>
    </button>
  );
}

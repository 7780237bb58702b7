// SPDX-License-Identifier: GPL-3.0-or-later
// Free of Node's imports, since pages load what describes errors, and meet no error of a system.

/** A system error in words: what happened, and what to do. */
export type Explained = { message: string; advice: string };

type SystemError = {
  code?: unknown;
  syscall?: unknown;
  path?: unknown;
  address?: unknown;
  port?: unknown;
  hostname?: unknown;
};

const ELSEWHERE = "Choose another path.";

/** Explains an error of the operating system's; undefined for any other error. */
export function explainSystemError(error: object): Explained | undefined {
  const { code, syscall, port, address, hostname } = error as SystemError;
  const path = pathOf(error);
  const it = path ?? "The file";
  switch (code) {
    case "ENOENT":
      if (path === undefined) return undefined;
      return /^spawn/.test(String(syscall))
        ? told(`There is no program ${path}.`, "Install the program, or put its directory into PATH.")
        : missing(path);
    case "EEXIST":
      return syscall === "mkdir"
        ? told(`${it} is a file, and a directory is needed there.`, ELSEWHERE)
        : told(`${it} exists already.`, "Choose another path, or move what stands there away.");
    case "ENOTDIR":
      return told(`${it} leads through a file, where a directory is needed.`, ELSEWHERE);
    case "EISDIR":
      return told(`${it} is a directory, and a file is needed.`, "Give the path of a file.");
    case "ENOTEMPTY":
      return told(
        `The directory ${it} is not empty.`,
        "Choose another path, or move what stands there away.",
      );
    case "ENAMETOOLONG":
      return told(`The path ${it} is too long for the file system.`, "Choose a shorter path.");
    case "ELOOP":
      return told(`The links on the way to ${it} go round in a circle.`, ELSEWHERE);
    case "EROFS":
      return told(
        `${it} lies on a disk that can only be read.`,
        "Choose a path on a disk that can be written.",
      );
    case "ENOSPC":
      return told("The disk is full.", "Free some space and start again.");
    case "EDQUOT":
      return told("This user's share of the disk is full.", "Free some space and start again.");
    case "EIO":
      return told(
        `The disk failed at ${it}.`,
        "Check the disk and its cable or volume; the system's log says more.",
      );
    case "EMFILE":
    case "ENFILE":
      return told(
        "Too many files and connections are open.",
        "Raise the limit (`ulimit -n`, LimitNOFILE= in systemd) and start again.",
      );
    case "EACCES":
    case "EPERM":
      return told(
        `This user may not use ${path ?? `port ${port}`}.`,
        `Give the user the right, or choose another ${path ? "path" : "port"}.`,
      );
    case "EADDRINUSE":
      return told(
        `Port ${port} is in use by another program.`,
        "Stop that program, or choose another port with --port (0 takes any free port).",
      );
    case "EADDRNOTAVAIL":
      return noHost(address);
    case "ENOTFOUND":
    case "EAI_AGAIN":
      // a lookup for a connection is told with the URL that asked for it
      return syscall === "getaddrinfo" && (error as { listening?: boolean }).listening
        ? noHost(hostname)
        : undefined;
    default:
      return undefined;
  }
}

function missing(path: string): Explained {
  const node = globalThis.process?.getBuiltinModule;
  const parent = node?.("node:path").dirname(path);
  if (parent !== undefined && !node?.("node:fs").existsSync(parent))
    return told(
      `There is no directory ${parent} for ${path}.`,
      "Make the directory, or choose another path.",
    );
  return told(`There is no file ${path}.`, "Check the path.");
}

function noHost(host: unknown): Explained {
  return told(
    `${host} is no address of this machine, so nothing can listen there.`,
    "Give --host an address of this machine: 127.0.0.1 for this machine alone, 0.0.0.0 for every network.",
  );
}

function pathOf(error: object): string | undefined {
  const { path } = error as SystemError;
  return typeof path === "string" ? path : undefined;
}

const told = (message: string, advice: string): Explained => ({ message, advice });

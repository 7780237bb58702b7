// SPDX-License-Identifier: GPL-3.0-or-later

// Serves one CAR file by the gateway that Kubo serves with, for tests that read it and are read beside it.
// With -fetch URL it has no file: each block comes from the trustless gateway at URL, by boxo's own client.
//
// Usage: boxoGateway <file.car> | -fetch <url>
// The first line printed is the address that it listens on.
package main

import (
	"fmt"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/ipfs/boxo/blockservice"
	"github.com/ipfs/boxo/exchange/offline"
	"github.com/ipfs/boxo/gateway"
	"github.com/ipld/go-car/v2/blockstore"
)

func main() {
	backend, err := backendOf(os.Args[1:])
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	handler := gateway.NewHandler(gateway.Config{DeserializedResponses: true}, backend)
	mux := http.NewServeMux()
	mux.Handle("/ipfs/", handler)
	fmt.Printf("http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, mux))
}

func backendOf(args []string) (gateway.IPFSBackend, error) {
	if len(args) == 2 && args[0] == "-fetch" {
		blocks, err := gateway.NewRemoteBlockstore([]string{args[1]}, nil)
		if err != nil {
			return nil, err
		}
		return gateway.NewBlocksBackend(blockservice.New(blocks, offline.Exchange(blocks)))
	}
	if len(args) != 1 {
		return nil, fmt.Errorf("give a CAR file, or -fetch and a URL")
	}
	blocks, err := blockstore.OpenReadOnly(args[0])
	if err != nil {
		return nil, err
	}
	return gateway.NewBlocksBackend(blockservice.New(blocks, offline.Exchange(blocks)))
}

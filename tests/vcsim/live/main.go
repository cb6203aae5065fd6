// Command live stands beside vpreflight where it is measured against a simulated vCenter: it records what vpreflight
// asks, asks the same with nothing done about the answers, and reads the same properties with govmomi.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
)

// target is the server that a subcommand speaks to.
type target struct {
	url, ca, username, password string
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "live:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return errors.New("usage: live record|floor|govmomi -server URL -ca FILE -requests FILE")
	}
	flags := flag.NewFlagSet(args[0], flag.ExitOnError)
	var to target
	flags.StringVar(&to.url, "server", "", "the vCenter, with /sdk")
	flags.StringVar(&to.ca, "ca", "", "PEM file of its authority")
	flags.StringVar(&to.username, "username", "", "account")
	file := flags.String("requests", "", "file of the requests, one on a line")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	to.password = os.Getenv("GOVC_PASSWORD")
	switch args[0] {
	case "record":
		return record(to, *file)
	case "floor":
		return floor(to, *file)
	case "govmomi":
		return read(to, *file)
	}
	return fmt.Errorf("no subcommand %q", args[0])
}

// asked is a request as it was recorded.
type asked struct {
	Method string `json:"method"`
	Body   string `json:"body"`
	// What the answer named: the view, the collector, or the token of the next page.
	Gave string `json:"gave,omitempty"`
}

func load(file string) ([]asked, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var all []asked
	for decoder := json.NewDecoder(in); decoder.More(); {
		var one asked
		if err := decoder.Decode(&one); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, one)
	}
	return all, nil
}

func client(to target) (*http.Client, error) {
	certificate, err := os.ReadFile(to.ca)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(certificate) {
		return nil, fmt.Errorf("no certificate in %s", to.ca)
	}
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig:     &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		MaxIdleConnsPerHost: 64,
	}}, nil
}

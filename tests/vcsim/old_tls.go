// The keys of a server of its time are shorter than Go would make or take.
//
//go:debug rsa1024min=0

package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync/atomic"
)

// oldTLS restricts a server to what was usual when its release was new.
type oldTLS struct {
	newest      string // newest version it speaks; empty = all that are still safe
	keyExchange bool   // the client encrypts the secret for the server's RSA key; no other exchange
	bits        int    // length of its RSA key and of its authority's, which signs with SHA-1; 0 = no RSA
	p521        bool   // its key and its authority's are of the elliptic curve P-521
	shows       string // file with the certificate and the key of the server; empty = both are made
}

func oldTLSFlags() *oldTLS {
	o := &oldTLS{}
	flag.StringVar(&o.newest, "tls", "", "newest TLS version to speak: 1.0, 1.1 or 1.2; the minutes are then told without TLS")
	flag.BoolVar(&o.keyExchange, "rsa-key-exchange", false, "with -tls and -rsa: no other key exchange than RSA")
	flag.IntVar(&o.bits, "rsa", 0, "with -tls: length of RSA keys, signed with SHA-1; 0 = elliptic curves")
	flag.BoolVar(&o.p521, "p521", false, "with -tls: keys of the elliptic curve P-521")
	flag.StringVar(&o.shows, "certificate", "", "with -tls: PEM file with a certificate and its key, shown instead of a new one")
	return o
}

// key makes a private key.
func (o *oldTLS) key() (crypto.Signer, error) {
	if o.bits > 0 {
		return rsa.GenerateKey(rand.Reader, o.bits)
	}
	curve := elliptic.P256()
	if o.p521 {
		curve = elliptic.P521()
	}
	return ecdsa.GenerateKey(curve, rand.Reader)
}

// sign is how certificates are signed; nothing in particular with elliptic curves.
func (o *oldTLS) sign() x509.SignatureAlgorithm {
	if o.bits > 0 {
		return x509.SHA1WithRSA
	}
	return x509.UnknownSignatureAlgorithm
}

// shown reads the certificate that the server is to show.
func (o *oldTLS) shown() (*identity, error) {
	shown, err := tls.LoadX509KeyPair(o.shows, o.shows)
	if err != nil {
		return nil, err
	}
	return o.identity(shown, o.shows)
}

// identity is that of a server with this certificate.
func (o *oldTLS) identity(leaf tls.Certificate, caFile string) (*identity, error) {
	config := &tls.Config{
		Certificates: []tls.Certificate{leaf}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"},
	}
	if err := o.restrict(config); err != nil {
		return nil, err
	}
	one, two := sha1.Sum(leaf.Certificate[0]), sha256.Sum256(leaf.Certificate[0])
	return &identity{config: config, caFile: caFile, sha1: thumbprint(one[:]), sha256: thumbprint(two[:])}, nil
}

// restrict puts the limits into a configuration.
func (o *oldTLS) restrict(config *tls.Config) error {
	if o.newest == "" {
		return nil
	}
	versions := map[string]uint16{"1.0": tls.VersionTLS10, "1.1": tls.VersionTLS11, "1.2": tls.VersionTLS12}
	newest, known := versions[o.newest]
	if !known {
		return fmt.Errorf("no TLS version %q", o.newest)
	}
	config.MinVersion, config.MaxVersion = tls.VersionTLS10, newest
	if o.keyExchange {
		config.CipherSuites = []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_AES_256_CBC_SHA}
	}
	return nil
}

// counted counts the requests that come to a handler.
type counted struct {
	next     http.Handler
	requests atomic.Int64
}

func (c *counted) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.requests.Add(1)
	c.next.ServeHTTP(w, r)
}

// aside serves, without TLS, the minutes of a server that a client of today cannot speak with, and at /requests
// how many requests it has had of any kind.
func (c *counted) aside() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	mux := http.NewServeMux()
	mux.Handle("/minutes", c.next)
	mux.HandleFunc("/requests", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, c.requests.Load()) })
	server := &http.Server{Handler: mux, ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = server.Serve(listener) }()
	return "http://" + listener.Addr().String(), nil
}

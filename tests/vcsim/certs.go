package main

import (
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// identity is the server's certificate and the authority that vouches for it. The simulator's own
// certificate is its own authority, which a strict client refuses even as a pinned root.
type identity struct {
	config       *tls.Config
	caFile       string
	sha1, sha256 string
}

// newIdentity makes a fresh authority and a leaf for localhost, and writes the authority to dir.
func newIdentity(dir string, old *oldTLS) (*identity, error) {
	if old.shows != "" {
		return old.shown()
	}
	now := time.Now()
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "vpreflight test authority"},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		SignatureAlgorithm: old.sign(),
	}
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "localhost"},
		NotBefore: ca.NotBefore, NotAfter: ca.NotAfter, SignatureAlgorithm: old.sign(),
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:    []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	caKey, err := old.key()
	if err != nil {
		return nil, err
	}
	leafKey, err := old.key()
	if err != nil {
		return nil, err
	}
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, caKey.Public(), caKey)
	if err != nil {
		return nil, err
	}
	leafDER, err := x509.CreateCertificate(rand.Reader, leaf, ca, leafKey.Public(), caKey)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: caDER}), 0o600); err != nil {
		return nil, err
	}
	return old.identity(tls.Certificate{Certificate: [][]byte{leafDER}, PrivateKey: leafKey}, file)
}

// thumbprint writes a hash as vCenter and govc do.
func thumbprint(hash []byte) string {
	var pairs []string
	for _, octet := range hash {
		pairs = append(pairs, fmt.Sprintf("%02X", octet))
	}
	return strings.Join(pairs, ":")
}

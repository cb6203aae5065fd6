// Command vpreflight-vcsim serves a simulated vCenter in a named state, for the tests of vpreflight.
//
// It prints one line of JSON when it is ready and ends when its standard input closes, so that a
// test that dies cannot leave it behind.
package main

import (
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/vmware/govmomi/simulator"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "vpreflight-vcsim:", err)
		os.Exit(1)
	}
}

// ready is the line printed when the server listens.
type ready struct {
	Scenario string `json:"scenario"`
	URL      string `json:"url"`
	Minutes  string `json:"minutes"` // what the client did, as JSON
	Username string `json:"username"`
	Password string `json:"password"`
	CAFile   string `json:"ca_file"`
	SHA1     string `json:"sha1"`
	SHA256   string `json:"sha256"`
}

func run() error {
	name := flag.String("scenario", "healthy", "scenario to serve")
	dump := flag.String("load", "", "serve an inventory saved with govc object.save instead")
	large := size{}
	flag.IntVar(&large.vms, "vms", 0, "serve a plain inventory of so many VMs instead, for benchmarks")
	flag.IntVar(&large.clusters, "clusters", 10, "with -vms: in so many clusters")
	flag.IntVar(&large.hosts, "hosts", 32, "with -vms: of so many hosts each")
	listen := flag.String("listen", "127.0.0.1:0", "address to listen on")
	username := flag.String("username", "preflight@vsphere.local", "account that may log in")
	password := flag.String("password", "", "its password; generated when empty")
	showList := flag.Bool("list", false, "print the scenarios as JSON and end")
	minutesOf := flag.String("minutes", "", "print the minutes of a running server, at the address it gave, and end")
	staged := flag.String("stage", "", "with -minutes: before that, let it serve this scenario; its sessions end")
	authority := flag.String("ca", "", "with -minutes: its ca_file")
	old := oldTLSFlags()
	flag.Parse()
	if *showList {
		return list(os.Stdout)
	}
	if *minutesOf != "" {
		address := *minutesOf
		if *staged != "" {
			address = strings.TrimSuffix(address, "/minutes") + "/stage?scenario=" + url.QueryEscape(*staged)
		}
		return printMinutes(os.Stdout, address, *authority)
	}
	if *password == "" {
		*password = "Pw-" + rand.Text()
	}
	scratch, err := os.MkdirTemp("", "vpreflight-vcsim-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)

	user := url.UserPassword(*username, *password)
	handler, err := serverFor(*name, *dump, large, scratch, user)
	if err != nil {
		return err
	}
	identity, err := newIdentity(scratch, old)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		return err
	}
	front := &counted{next: handler}
	server := &http.Server{
		Handler: front, TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){}, TLSConfig: identity.config, ReadHeaderTimeout: time.Minute,
		ErrorLog: log.New(io.Discard, "", 0), // refused handshakes are part of the tests
	}
	failed := make(chan error, 1)
	go func() { failed <- server.ServeTLS(listener, "", "") }()

	base := "https://" + listener.Addr().String()
	told := base
	if old.newest != "" {
		if told, err = front.aside(); err != nil {
			return err
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(ready{
		Scenario: *name, URL: base + "/sdk", Minutes: told + "/minutes", Username: *username, Password: *password,
		CAFile: identity.caFile, SHA1: identity.sha1, SHA256: identity.sha256,
	}); err != nil {
		return err
	}
	return wait(server, failed)
}

// wait ends the server when standard input closes or a signal comes.
func wait(server *http.Server, failed <-chan error) error {
	closed := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		close(closed)
	}()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	select {
	case <-closed:
	case <-signals:
	case err := <-failed:
		if !errors.Is(err, http.ErrServerClosed) {
			return err
		}
	}
	return server.Close()
}

// serverFor builds the server of a scenario, of a saved inventory, or of a plain one.
func serverFor(name, dump string, large size, scratch string, user *url.Userinfo) (http.Handler, error) {
	if large.vms > 0 {
		return plain(large, scratch, user)
	}
	if dump != "" {
		return loaded(dump, scratch, user)
	}
	if s := scenarioNamed(name); s != nil {
		served := s.serve(user)
		served.restage = func(name string) http.Handler {
			if next := scenarioNamed(name); next != nil && !next.esx {
				world := next.world()
				world.recordChange()
				return world.handler(user)
			}
			return nil
		}
		return served, nil
	}
	return nil, fmt.Errorf("no scenario %q; -list prints them", name)
}

// scenarioNamed finds a scenario.
func scenarioNamed(name string) *scenario {
	for _, s := range scenarios() {
		if s.name == name {
			return &s
		}
	}
	return nil
}

// loaded serves a folder written by govc object.save. The loader makes a folder per datastore in the
// working directory, which is why it works in the scratch folder.
func loaded(dump, scratch string, user *url.Userinfo) (http.Handler, error) {
	folder, err := filepath.Abs(dump)
	if err != nil {
		return nil, err
	}
	if err := os.Chdir(scratch); err != nil {
		return nil, err
	}
	model := simulator.VPX()
	if err := model.Load(folder); err != nil {
		return nil, fmt.Errorf("load %s: %w", folder, err)
	}
	model.Service.Listen = &url.URL{User: user}
	return newFront(routes(model.Service), wire{}, ""), nil
}

// printMinutes fetches what a running server noted of its client.
func printMinutes(out io.Writer, address, authority string) error {
	certificate, err := os.ReadFile(authority)
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(certificate)
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}}
	answer, err := client.Get(address)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", address, answer.Status)
	}
	_, err = io.Copy(out, answer.Body)
	return err
}

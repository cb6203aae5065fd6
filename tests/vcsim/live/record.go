package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"regexp"
	"strings"
	"sync"
	"syscall"
)

var (
	method = regexp.MustCompile(`<(?:[A-Za-z]+:)?Body>\s*<(?:[A-Za-z0-9]+:)?([A-Za-z_]+)`)
	made   = regexp.MustCompile(`<returnval type="(?:ContainerView|EventHistoryCollector)"[^>]*>([^<]+)<`)
	token  = regexp.MustCompile(`<token>([^<]+)</token>`)
)

// record passes requests on to the server, without TLS on its own side, and writes them down. It ends with a signal.
func record(to target, file string) error {
	upstream, err := url.Parse(to.url)
	if err != nil {
		return err
	}
	through, err := client(to)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(file, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	var mu sync.Mutex
	encoder := json.NewEncoder(out)
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		request, err := http.NewRequest(r.Method, upstream.Scheme+"://"+upstream.Host+r.URL.Path, bytes.NewReader(body))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		request.Header = r.Header.Clone()
		request.Header.Del("Accept-Encoding")
		answer, err := through.Do(request)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		text, _ := io.ReadAll(answer.Body)
		for name, values := range answer.Header {
			if name == "Set-Cookie" {
				for i, value := range values {
					// There is no TLS on this side.
					values[i] = strings.ReplaceAll(value, "; Secure", "")
				}
			}
			if name != "Content-Length" {
				w.Header()[name] = values
			}
		}
		w.WriteHeader(answer.StatusCode)
		_, _ = w.Write(text)
		if found := method.FindSubmatch(body); found != nil {
			one := asked{Method: string(found[1]), Body: string(body)}
			for _, names := range []*regexp.Regexp{made, token} {
				if gave := names.FindSubmatch(text); gave != nil {
					one.Gave = string(gave[1])
				}
			}
			mu.Lock()
			defer mu.Unlock()
			_ = encoder.Encode(one)
		}
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("http://%s/sdk\n", listener.Addr())
	server := &http.Server{Handler: handler}
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-ended
		_ = server.Close()
	}()
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}

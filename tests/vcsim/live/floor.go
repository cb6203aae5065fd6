package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
)

// floor asks what was recorded, everything at once that does not need an answer of another request, and throws the
// answers away but for what the next request of the same view, collector or listing must name.
func floor(to target, file string) error {
	all, err := load(file)
	if err != nil {
		return err
	}
	through, err := client(to)
	if err != nil {
		return err
	}
	f := &asker{to: to, client: through}
	chains, login, logout := chains(all)
	for _, one := range login {
		if _, err := f.ask(one.Body); err != nil {
			return err
		}
	}
	var group sync.WaitGroup
	failed := make(chan error, len(chains))
	for _, chain := range chains {
		group.Add(1)
		go func() {
			defer group.Done()
			if err := f.chain(chain); err != nil {
				failed <- err
			}
		}()
	}
	group.Wait()
	select {
	case err := <-failed:
		return err
	default:
	}
	for _, one := range logout {
		if _, err := f.ask(one.Body); err != nil {
			return err
		}
	}
	return nil
}

// chains are the requests that have to follow each other: those of one view or one collector, from its making to its
// end. What belongs to none is a chain of its own.
func chains(all []asked) (chains [][]asked, login, logout []asked) {
	owner := map[string]int{}
	for _, one := range all {
		switch one.Method {
		case "RetrieveServiceContent", "Login":
			login = append(login, one)
			continue
		case "Logout":
			logout = append(logout, one)
			continue
		}
		at := -1
		for name, chain := range owner {
			if strings.Contains(one.Body, ">"+name+"<") {
				at = chain
			}
		}
		if at < 0 {
			at = len(chains)
			chains = append(chains, nil)
		}
		chains[at] = append(chains[at], one)
		if one.Gave != "" {
			owner[one.Gave] = at
		}
	}
	return chains, login, logout
}

type asker struct {
	to     target
	client *http.Client
	mu     sync.Mutex
	cookie string
}

// chain asks one after the other, with the names that this session's answers give.
func (f *asker) chain(requests []asked) error {
	now := map[string]string{}
	for _, one := range requests {
		body := one.Body
		for then, name := range now {
			body = strings.ReplaceAll(body, ">"+then+"<", ">"+name+"<")
		}
		head, err := f.ask(body)
		if err != nil {
			return err
		}
		if one.Gave == "" {
			continue
		}
		found := made.FindStringSubmatch(head)
		if found == nil {
			found = token.FindStringSubmatch(head)
		}
		if found == nil {
			return fmt.Errorf("the answer to %s does not name what the next request needs", one.Method)
		}
		now[one.Gave] = found[1]
	}
	return nil
}

// ask gives the beginning and the end of the answer, where names and tokens are.
func (f *asker) ask(body string) (string, error) {
	request, err := http.NewRequest(http.MethodPost, f.to.url, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", `text/xml; charset="utf-8"`)
	f.mu.Lock()
	cookie := f.cookie
	f.mu.Unlock()
	if cookie != "" {
		request.Header.Set("Cookie", cookie)
	}
	answer, err := f.client.Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	for _, cookie := range answer.Cookies() {
		f.mu.Lock()
		f.cookie = cookie.Name + "=" + cookie.Value
		f.mu.Unlock()
	}
	const edge = 4096
	head := make([]byte, edge)
	n, err := io.ReadFull(answer.Body, head)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return string(head[:n]), nil
	}
	if err != nil {
		return "", err
	}
	var tail []byte
	buffer := make([]byte, 1<<16)
	for {
		n, err := answer.Body.Read(buffer)
		tail = append(tail, buffer[:n]...)
		if len(tail) > edge {
			tail = append(tail[:0], tail[len(tail)-edge:]...)
		}
		if err == io.EOF {
			return string(head) + string(tail), nil
		}
		if err != nil {
			return "", err
		}
	}
}

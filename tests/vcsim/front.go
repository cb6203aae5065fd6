package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// wire is how a scenario's server behaves beneath the inventory.
type wire struct {
	deny   []denial      // properties the account may not read
	delay  time.Duration // before every answer
	stall  bool          // the first property retrieval is never answered
	cut    bool          // the connection breaks in the middle of the answer about VMs
	gzip   bool          // answers are compressed when the client offers it
	page   int           // most objects per answer, whatever the client asks for
	rights *rights       // what the account may do; nil = everything
}

// denial is one property of one object that answers NoPermission.
type denial struct {
	object ref
	path   string
}

// allowed are the methods a read-only checker may call; any other is recorded as a violation. The
// one of DRS recommends only, with a privilege that goes beyond reading, and is called on request only. The
// last one leaves a task in the list of recent tasks and changes nothing else: it needs System.View,
// and is called on request only.
var allowed = []string{
	"Login", "Logout", "RetrieveServiceContent", "CurrentTime", "RetrieveProperties", "RetrievePropertiesEx",
	"ContinueRetrievePropertiesEx", "CancelRetrievePropertiesEx", "CreateContainerView", "DestroyView",
	"QueryOptions", "QueryAssignedLicenses", "RetrieveDasAdvancedRuntimeInfo", "QueryNetworkHint", "FetchDVPorts",
	"ClusterEnterMaintenanceMode",
	"QueryConfigOption", "QueryConfigOptionDescriptor", "QueryConfigTarget", "CreateCollectorForEvents",
	"ReadNextEvents", "ReadPreviousEvents", "RewindCollector", "ResetCollector", "DestroyCollector",
	"HasPrivilegeOnEntities", "FetchUserPrivilegeOnEntities", "QueryVMotionCompatibilityEx_Task",
}

// front stands before the simulated server, misbehaves as told and keeps the minutes.
type front struct {
	next http.Handler
	wire wire
	api  string // version of the server; it refuses what is newer. Empty = it takes everything

	restage func(name string) http.Handler // another scenario's server; nil = there is only this one

	mu         sync.Mutex
	calls      map[string]int
	compressed int
	violations []string
}

func newFront(next http.Handler, w wire, api string) *front {
	return &front{next: next, wire: w, api: api, calls: map[string]int{}}
}

func (f *front) violation(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.violations = append(f.violations, fmt.Sprintf(format, args...))
}

// ServeHTTP answers the minutes at /minutes, everything else through the scenario's behaviour.
func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/minutes" {
		f.minutes(w)
		return
	}
	if r.URL.Path == "/stage" {
		f.stage(w, r)
		return
	}
	payload, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(payload))
	if r.Method != http.MethodPost {
		f.served().ServeHTTP(w, r)
		return
	}
	f.soap(w, r, parseCall(payload))
}

func (f *front) soap(w http.ResponseWriter, r *http.Request, c call) {
	f.mu.Lock()
	f.calls[c.method]++
	f.mu.Unlock()
	if !slices.Contains(allowed, c.method) {
		f.violation("method %q is not one a read-only client calls", c.method)
	}
	if f.refuses(w, r, c) || f.answersRights(w, c) {
		return
	}
	retrieval := strings.HasPrefix(c.method, "RetrieveProperties")
	if f.wire.stall && retrieval {
		<-r.Context().Done()
		return
	}
	if f.wire.delay > 0 {
		select {
		case <-time.After(f.wire.delay):
		case <-r.Context().Done():
			return
		}
	}
	if f.wire.page > 0 && c.method == "RetrievePropertiesEx" {
		c.payload = limitPage(c.payload, f.wire.page)
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(c.payload)), int64(len(c.payload))

	answer := httptest.NewRecorder()
	f.served().ServeHTTP(answer, r)
	body := answer.Body.Bytes()
	for _, d := range f.wire.deny {
		body = denyProperty(body, d)
	}
	body = f.restrict(body)
	if f.wire.cut && retrieval && c.asksFor("VirtualMachine") {
		cutConnection(w, body)
		return
	}
	f.reply(w, r, answer, body)
}

// reply passes an answer on, compressed where the scenario and the client agree.
func (f *front) reply(w http.ResponseWriter, r *http.Request, answer *httptest.ResponseRecorder, body []byte) {
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", `text/xml; charset="utf-8"`)
	if f.wire.gzip && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		var packed bytes.Buffer
		zip := gzip.NewWriter(&packed)
		_, _ = zip.Write(body)
		_ = zip.Close()
		body = packed.Bytes()
		w.Header().Set("Content-Encoding", "gzip")
		f.mu.Lock()
		f.compressed++
		f.mu.Unlock()
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(answer.Code)
	_, _ = w.Write(body)
}

// served is the server behind it now.
func (f *front) served() http.Handler {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.next
}

// stage puts the server of another scenario in place of this one, as if the vCenter had started anew in another state:
// sessions have ended.
func (f *front) stage(w http.ResponseWriter, r *http.Request) {
	var next http.Handler
	if f.restage != nil {
		next = f.restage(r.URL.Query().Get("scenario"))
	}
	if next == nil {
		http.Error(w, "no such scenario", http.StatusNotFound)
		return
	}
	f.mu.Lock()
	f.next = next
	f.mu.Unlock()
	f.minutes(w)
}

// minutes tells a test what the client did: calls by method, compressed answers, violations.
func (f *front) minutes(w http.ResponseWriter) {
	f.mu.Lock()
	defer f.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"calls": f.calls, "compressed": f.compressed, "violations": append([]string{}, f.violations...),
	})
}

var (
	maxObjects   = regexp.MustCompile(`<([A-Za-z0-9]+:)?maxObjects>[^<]*<`)
	emptyOptions = regexp.MustCompile(`<([A-Za-z0-9]+:)?options(/>|></([A-Za-z0-9]+:)?options>)`)
)

// limitPage lowers the page size of a request, as a real server may.
func limitPage(payload []byte, size int) []byte {
	if !maxObjects.Match(payload) {
		return emptyOptions.ReplaceAll(payload, []byte(fmt.Sprintf("<${1}options><${1}maxObjects>%d</${1}maxObjects></${1}options>", size)))
	}
	return maxObjects.ReplaceAll(payload, []byte(fmt.Sprintf("<${1}maxObjects>%d<", size)))
}

// denyProperty moves a property of an answer from the values to what could not be read.
func denyProperty(body []byte, d denial) []byte {
	text := string(body)
	head := fmt.Sprintf(`<obj type="%s">%s</obj>`, d.object.Type, d.object.Value)
	from := strings.Index(text, head)
	if from < 0 {
		return body
	}
	until := len(text)
	if next := strings.Index(text[from+len(head):], "<obj type="); next >= 0 {
		until = from + len(head) + next
	}
	part := text[from:until]
	var missing strings.Builder
	for _, name := range namesIn(part, d.path) {
		start := strings.Index(part, "<propSet><name>"+name+"</name>")
		end := start + strings.Index(part[start:], "</propSet>") + len("</propSet>")
		part = part[:start] + part[end:]
		fmt.Fprintf(&missing, `<missingSet><path>%s</path><fault><fault xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="NoPermission"><object type="%s">%s</object><privilegeId>System.Read</privilegeId></fault><localizedMessage>Permission to perform this operation was denied.</localizedMessage></fault></missingSet>`,
			name, d.object.Type, d.object.Value)
	}
	if missing.Len() == 0 {
		return body
	}
	close := max(strings.LastIndex(part, "</propSet>")+len("</propSet>"), len(head))
	if !strings.Contains(part, "</propSet>") {
		close = len(head)
	}
	return []byte(text[:from] + part[:close] + missing.String() + part[close:] + text[until:])
}

var propertyName = regexp.MustCompile(`<propSet><name>([^<]*)</name>`)

// namesIn lists the properties of an object's part that a denied path covers.
func namesIn(part, path string) []string {
	var names []string
	for _, match := range propertyName.FindAllStringSubmatch(part, -1) {
		if match[1] == path || strings.HasPrefix(match[1], path+".") {
			names = append(names, match[1])
		}
	}
	return names
}

// cutConnection sends the first half of an answer and closes the connection.
func cutConnection(w http.ResponseWriter, body []byte) {
	connection, buffer, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	defer connection.Close()
	fmt.Fprintf(buffer, "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=\"utf-8\"\r\nContent-Length: %d\r\n\r\n", len(body))
	_, _ = buffer.Write(body[:len(body)/2])
	_ = buffer.Flush()
}

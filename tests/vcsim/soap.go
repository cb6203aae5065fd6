package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
)

// call is what the fronts need to know of a SOAP request.
type call struct {
	method  string
	types   []string // of CreateContainerView
	specs   []propertySpec
	payload []byte
}

// propertySpec is one propSet of a RetrieveProperties(Ex).
type propertySpec struct {
	Type  string   `xml:"type"`
	Paths []string `xml:"pathSet"`
}

// parseCall reads a request; anything that is no SOAP call comes back without a method.
func parseCall(payload []byte) call {
	var envelope struct {
		Body struct {
			Inner []byte `xml:",innerxml"`
		} `xml:"Body"`
	}
	var body struct {
		XMLName xml.Name
		Types   []string `xml:"type"`
		Specs   []struct {
			PropSet []propertySpec `xml:"propSet"`
		} `xml:"specSet"`
	}
	parsed := call{payload: payload}
	if xml.Unmarshal(payload, &envelope) != nil || xml.Unmarshal(envelope.Body.Inner, &body) != nil {
		return parsed
	}
	parsed.method, parsed.types = body.XMLName.Local, body.Types
	for _, spec := range body.Specs {
		parsed.specs = append(parsed.specs, spec.PropSet...)
	}
	return parsed
}

// asksFor tells whether a property of that type is asked for.
func (c call) asksFor(kind string) bool {
	for _, spec := range c.specs {
		if spec.Type == kind {
			return true
		}
	}
	return false
}

// writeFault answers with a SOAP fault of a vim type.
func writeFault(w http.ResponseWriter, kind, message, inner string) {
	w.Header().Set("Content-Type", `text/xml; charset="utf-8"`)
	w.WriteHeader(http.StatusInternalServerError)
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>%s</faultstring><detail><%[2]sFault xmlns="urn:vim25" xsi:type="%[2]s">%[3]s</%[2]sFault></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>`,
		escape(message), kind, inner)
}

func escape(text string) string {
	var out bytes.Buffer
	_ = xml.EscapeText(&out, []byte(text))
	return out.String()
}

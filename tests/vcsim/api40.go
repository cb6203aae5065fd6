package main

import "net/http"

func (f *front) refuses40(w http.ResponseWriter, r *http.Request, c call) bool { return false }

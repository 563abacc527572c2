package api

import "reflect"

func (a *api) routesOfPhotos() []route {
	return []route{
		{"POST", "/incidents/{id}/photos", "addPhoto", "Een foto toevoegen",
			"Takes a photo, turns it upright and writes it anew: where and when it was taken, with what, and all else that stands beside the picture is gone before anything is kept. It is kept sealed, and unreadable once the free text of the incident or anybody who was hit is forgotten.",
			false, 201, nil, []int{404, 408, 409, 412, 413, 415}, bindPhoto(a, a.addPhoto)},
		{"GET", "/incidents/{id}/photos", "listPhotos", "Foto's van een incident opsommen",
			"Lists the photos with what is to be seen on them: to a reporter those that he added himself. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.listPhotos)},
		{"GET", "/incidents/{id}/photos/{photo}", "openPhoto", "Een foto van een incident bekijken",
			"Gives the picture. Neither its address nor its name says anything of anybody. The reading is recorded.",
			false, 200, nil, []int{404, 409}, bind(a, a.openPhoto)},
		{"POST", "/incidents/{id}/photos/{photo}/withdrawal", "withdrawPhoto", "Een foto terugnemen",
			"Takes a photo back, with the reason: whoever added it, and who may correct the record. Nobody is shown it any more.",
			false, 200, reflect.TypeFor[reasonForm](), changing, bind(a, a.withdrawPhoto)},
	}
}
